/** The suites on bodies: what is sent, what is there instead, and what should be said of it for every preset. */
import type { Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  codesOf,
  intact,
  intactIfSent,
  isAccepted,
  isTokenBody,
  payload,
  presets,
  url,
} from "./explained-presets.ts";

/** What a provider sends of some JSON, what is there instead when it is verified, and what should be said. */
export interface Break {
  readonly sent: (json: unknown) => string | Uint8Array;
  readonly held: (body: Buffer) => string | Uint8Array;
  readonly cause: string;
}

export const compact = (json: unknown): string => JSON.stringify(json);

/** The JSON of a right delivery, or of which its token is made; `undefined` where a form is sent. */
async function jsonOf(provider: Provider): Promise<unknown> {
  if (isTokenBody(provider)) return payload;
  const { delivery } = await intact(provider);
  try {
    return JSON.parse(new TextDecoder().decode(delivery.body));
  } catch {
    return undefined;
  }
}

const ofJson = (
  await Promise.all(presets.map(async (one) => [one, await jsonOf(one)] as const))
).filter(([, json]) => json !== undefined);

/** One test for each break. */
export function testBreaks(breaks: Readonly<Record<string, Break>>): void {
  describe.each(Object.entries(breaks))("%s", (_, { sent, held, cause }) => {
    test("is explained for every preset that signs the body", async () => {
      let broken = 0;
      const wrong: string[] = [];
      for (const [provider, json] of ofJson) {
        const right = await intactIfSent(provider, { payload: sent(json) });
        if (!right) continue;
        const { delivery, verifying: secret } = right;
        let body: string | Uint8Array;
        try {
          body = held(Buffer.from(delivery.body));
        } catch {
          continue;
        }
        const bytes = Buffer.from(body as Uint8Array);
        const changed = { ...delivery, body: new Uint8Array(bytes) };
        if (await isAccepted(provider, changed, { secret, url })) continue;
        broken++;
        const [first, ...rest] = await codesOf(provider, changed, { secret, url }, [right.signing]);
        if (first !== cause) wrong.push(`${provider.id}: ${[first, ...rest].join()}`);
      }
      expect(wrong).toEqual([]);
      // Some sign no body, or its values.
      expect(broken).toBeGreaterThan(90);
    });
  });
}
