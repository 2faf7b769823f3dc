import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createReceiver, type Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import {
  type Exchange,
  endpoint,
  exchanges,
  hmac,
  now,
  topic,
  xeroBody,
} from "./handshake-exchanges.ts";
import { presetIds } from "./preset-ids.ts";
import { queryExchanges } from "./query-exchanges.ts";

async function presetOf(id: string): Promise<Provider> {
  const module: Record<string, Provider> = await import(`../src/${id}.ts`);
  return Object.values(module)[0] as Provider;
}

/** Those that providers publish, with their origin. */
const dir = join(import.meta.dirname, "../vectors/handshakes");
const published = globSync("*.json", { cwd: dir }).map((file): readonly [string, Exchange] => {
  const [first]: Exchange[] = JSON.parse(readFileSync(join(dir, file), "utf8"));
  if (first === undefined) throw new Error(`${file} holds nothing`);
  return [basename(file, ".json"), first];
});

const all = { ...exchanges, ...queryExchanges, ...Object.fromEntries(published) };
const documented = Object.entries(all).filter(([id]) => presetIds.includes(id));

describe("handshakes, as the providers document them", () => {
  test("there is one for each preset that answers any", async () => {
    const presets = await Promise.all(presetIds.map(presetOf));
    // SNS signs its own by a certificate that it publishes: a vector of it has a confirmation.
    const known = ["amazon-sns", ...Object.keys(all)];
    const missing = presets.filter(({ id, handshake }) => handshake && !known.includes(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each(documented)("%s", async (id, { secret, request, answer, told }) => {
    const handled: unknown[] = [];
    const challenges: string[] = [];
    const { receive } = createReceiver({
      provider: await presetOf(id),
      secret,
      url: endpoint,
      verifyToken: ["meatyhamhock", topic],
      now: () => now,
      onHandshake: ({ challenge }) => void challenges.push(challenge),
      on: { "*": (event) => void handled.push(event) },
    });
    const delivery = { method: "POST", url: endpoint, headers: {}, body: "", ...request };
    expect(await receive(delivery)).toMatchObject(answer);
    expect(handled).toEqual([]);
    if (told !== undefined) expect(challenges).toEqual([told]);
  });

  test.runIf(presetIds.includes("xero"))("xero wants 401 for a wrong signature", async () => {
    const { receive } = createReceiver({
      provider: await presetOf("xero"),
      secret: "the-webhooks-key",
      on: { "*": () => undefined },
    });
    const signature = hmac("another key", xeroBody, "base64");
    const delivery = { method: "POST", url: endpoint, headers: { "x-xero-signature": signature } };
    expect(await receive({ ...delivery, body: xeroBody })).toMatchObject({ status: 401 });
  });
});
