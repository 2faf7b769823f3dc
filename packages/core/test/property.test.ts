import { createHmac, generateKeyPairSync } from "node:crypto";
import { type Encoding, type Hash, type Provider, sign, verify } from "@hooks/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { now, nowMs, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

interface Sample {
  readonly name: string;
  readonly which: Provider;
  readonly signing: string;
  readonly verifying: string;
  readonly coversBody: boolean;
}

const hashes: readonly Hash[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
const encodings: readonly Exclude<Encoding, "utf8">[] = ["hex", "base64", "base64url"];
const shared = "a secret of the tests";

const field = { header: "x-signature", split: " ", prefix: "v1," };
const rest = {
  timestamp: { header: "x-time", unit: "s" },
  deliveryId: [{ header: "x-id" }, { json: "id" }],
  eventType: [{ json: "type" }, { form: "payload", json: "type" }, { query: "type" }],
} as const;

const hmacSamples: readonly Sample[] = hashes.flatMap((hash) =>
  encodings.map((encoding) => ({
    name: `hmac ${hash} ${encoding}`,
    which: provider({
      ...rest,
      signature: { scheme: "hmac", hash, field, encoding, content: "{id}.{timestamp}.{body}" },
    }),
    signing: shared,
    verifying: shared,
    coversBody: true,
  })),
);

const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });

const samples: readonly Sample[] = [
  ...hmacSamples,
  {
    name: "ed25519",
    which: provider({
      ...rest,
      signature: {
        scheme: "ed25519",
        field,
        encoding: "base64",
        content: "{id}.{timestamp}.{body}",
        secret: { encoding: "base64url" },
      },
    }),
    signing: d,
    verifying: x,
    coversBody: true,
  },
  {
    name: "token",
    which: provider({
      signature: { scheme: "token", field: { header: "x-signature" }, encoding: "utf8" },
    }),
    signing: shared,
    verifying: shared,
    coversBody: false,
  },
  {
    name: "basic",
    which: provider({ signature: { scheme: "basic" } }),
    signing: "user:password",
    verifying: "user:password",
    coversBody: false,
  },
];

const names = [
  "x-signature",
  "x-time",
  "x-id",
  "authorization",
  "X-Signature",
  "__proto__",
  "constructor",
];
const fragment = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "v1,",
    " ",
    "v1,AAAA",
    "Basic ",
    "dXNlcjpwYXNzd29yZ",
    String(nowMs / 1000),
    "-1",
    "1e9",
    "evt_1",
    ".",
  ),
);
const headerValue = fc.array(fragment, { maxLength: 4 }).map((parts) => parts.join(""));
const headers = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(headerValue, fc.array(headerValue, { maxLength: 3 }), fc.constant(undefined)),
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.constantFrom("$&", "{body}", "\uFEFF{}", "\0").map((text) => new TextEncoder().encode(text)),
);
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true }),
  fc.string(),
  fc.constant("/?type=a&type=b"),
);

describe.each(samples)("$name", ({ which, signing, verifying, coversBody }) => {
  test("nothing that was made up is accepted, and nothing but a WebhookError is thrown", async () => {
    await fc.assert(
      fc.asyncProperty(headers, body, url, async (made, bytes, where) => {
        const delivery = { method: "POST", url: where, headers: made, body: bytes };
        expect(await verdictOf(which, delivery, { secret: verifying, now })).toMatch(
          /^(signature|timestamp)_/,
        );
      }),
      { numRuns: 150 },
    );
  });

  test("what was signed is accepted, whatever its bytes; by another secret or altered it is not", async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (bytes, at, flip) => {
          const delivery = await sign(which, {
            secret: signing,
            body: bytes,
            id: "evt_1",
            timestamp: nowMs,
          });
          const options = { secret: verifying, now };
          expect((await verify(which, delivery, options)).secretLabel).toBe(0);
          const other = {
            ...options,
            secret: verifying.slice(0, -4) + (verifying.endsWith("AAAA") ? "BBBA" : "AAAA"),
          };
          expect(await verdictOf(which, delivery, other)).not.toBe("accepted");
          if (!coversBody) return;
          const changed = Uint8Array.from([...bytes, 0]);
          const index = at % changed.length;
          changed[index] = (changed[index] as number) ^ flip;
          expect(await verdictOf(which, { ...delivery, body: changed }, options)).toBe(
            "signature_mismatch",
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a signature with any one character changed is refused", async () => {
    const delivery = await sign(which, {
      secret: signing,
      body: "{}",
      id: "evt_1",
      timestamp: nowMs,
    });
    const genuine = delivery.headers as Record<string, string>;
    const name = "x-signature" in genuine ? "x-signature" : "authorization";
    const value = genuine[name] as string;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(value.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          fc.pre(value[at] !== character);
          const forged = {
            ...genuine,
            [name]: value.slice(0, at) + character + value.slice(at + 1),
          };
          expect(
            await verdictOf(which, { ...delivery, headers: forged }, { secret: verifying, now }),
          ).toMatch(/^signature_/);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe.each(hmacSamples)("$name", ({ which }) => {
  test("is what node:crypto makes", async () => {
    await fc.assert(
      fc.asyncProperty(body, async (bytes) => {
        const delivery = await sign(which, {
          secret: shared,
          body: bytes,
          id: "evt_1",
          timestamp: nowMs,
        });
        const { hash, encoding } = which.signature as { hash: Hash; encoding: "hex" };
        const mac = createHmac(hash.replace("-", ""), shared)
          .update(`evt_1.${nowMs / 1000}.`)
          .update(bytes);
        expect((delivery.headers as Record<string, string>)["x-signature"]).toBe(
          `v1,${mac.digest(encoding)}`,
        );
      }),
      { numRuns: 40 },
    );
  });
});
