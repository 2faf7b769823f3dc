import { createHmac } from "node:crypto";
import { type Hash, sign } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bodyHmac, now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const body = '{"id":"größe ♥"}';

// As on a page that did not come over a secure channel.
beforeEach(() => {
  const { crypto } = globalThis;
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("without WebCrypto", () => {
  test.each<Hash>(["SHA-1", "SHA-256", "SHA-384", "SHA-512"])(
    "HMAC with %s works",
    async (hash) => {
      expect(globalThis.crypto.subtle).toBeUndefined();
      const which = provider({ signature: { ...bodyHmac, hash, content: "v0:{body}:{url}" } });
      const content = `v0:${body}:https://example.com/webhooks`;
      const mac = createHmac(hash.replace("-", ""), secret).update(content).digest("hex");
      const verdict = (value: string): Promise<string> =>
        verdictOf(which, post({ "x-signature": value }, body), { secret, now });
      expect(await verdict(mac)).toBe("accepted");
      expect(await verdict(mac.replace(/^./, (digit) => (digit === "0" ? "1" : "0")))).toBe(
        "signature_mismatch",
      );
    },
  );

  test("what is signed has an id that nothing else has", async () => {
    const which = provider({ signature: bodyHmac, deliveryId: { header: "x-id" } });
    const ids = new Set<string | undefined>();
    for (let i = 0; i < 100; i++) {
      const { headers } = await sign(which, { secret, body });
      ids.add((headers as Record<string, string>)["x-id"]);
    }
    expect(ids.size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^msg_[\da-f]{32}$/);
  });
});
