import { type DeliveryHeaders, type Incoming, type Provider, sign } from "@hooks/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endpoint, plain, secret } from "./sample-endpoint.ts";
import { now, nowMs, provider, timed } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const token: Provider = provider({
  signature: { scheme: "token", field: { header: "x-signature" }, encoding: "utf8" },
});
const basic: Provider = provider({ signature: { scheme: "basic" } });
const challenged = { ...timed, handshake: plain.handshake } as Provider;

const providers = { plain, timed: challenged, token, basic };
const store = sampleStore();
const endpoints = Object.entries(providers).map(
  ([name, which]) =>
    [name, which, endpoint({ provider: which, secret, store, scope: name, now })] as const,
);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "",
    secret,
    `Basic ${btoa(secret).slice(1)}`,
    "0".repeat(64),
    `t=${nowMs / 1000},v1=${"0".repeat(64)}`,
    `t=${nowMs / 1000},v1=`,
    "gzip",
    "br",
    "application/x-www-form-urlencoded",
    "999999999999",
  ),
);
const name = fc.oneof(
  fc.constantFrom(
    "x-signature",
    "X-Signature",
    "x-time",
    "authorization",
    "content-encoding",
    "content-length",
    "content-type",
    "__proto__",
  ),
  fc.string({ maxLength: 8 }),
);
const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), maxLength: 70 });
const headers: fc.Arbitrary<DeliveryHeaders> = fc.oneof(
  fc.dictionary(name, fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.constant(undefined))),
  fc
    .dictionary(fc.constantFrom("x-signature", "content-encoding"), hex)
    .map((record) => new Headers(record)),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .oneof(
      fc.json(),
      fc.constantFrom('{"type":"challenge","challenge":"abc"}', '{"id":"evt_1"}', "payload={}", ""),
    )
    .map((json) => new TextEncoder().encode(json)),
);
const incoming: fc.Arbitrary<Incoming> = fc.record({
  method: fc.oneof(
    { weight: 9, arbitrary: fc.constant("POST") },
    { weight: 1, arbitrary: fc.constantFrom("GET", "HEAD", "OPTIONS", "PUT", "post", "") },
  ),
  url: fc.oneof(fc.constant("https://example.com/webhooks"), fc.string(), fc.webUrl()),
  headers,
  body: fc.oneof(
    bytes,
    bytes.map((given) => async () => given),
    fc.constant(async () => {
      throw new Error("cut");
    }),
    fc.anything().filter((given) => typeof given !== "function") as fc.Arbitrary<never>,
  ),
});

/** Is this the one text under which a scheme without content accepts anything? */
const carriesSecret = ({ headers: given }: Incoming): boolean =>
  JSON.stringify(given instanceof Headers ? [...given] : Object.entries(given)).includes(secret);

describe.each(endpoints)("%s", (_name, which, { receive, outcomes, events }) => {
  test("nothing that we did not sign is answered 2xx, claimed or handled, and nothing rejects", async () => {
    await fc.assert(
      fc.asyncProperty(incoming, async (made) => {
        fc.pre(!(which === token && carriesSecret(made)));
        outcomes.length = 0;
        const { status } = await receive(made);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(outcomes).toMatchObject([{ status, code: expect.any(String) }]);
        expect(outcomes[0]).toMatchObject({ id: undefined, type: undefined });
        expect(events).toEqual([]);
        expect(store.verbs()).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("what we did sign is verified, whatever its bytes", async () => {
    const { receive: take, outcomes: told } = endpoint({ provider: which, now });
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        told.length = 0;
        const { status } = await take(await sign(which, { secret, body, timestamp: nowMs }));
        expect([200, 400]).toContain(status);
        expect(told).toMatchObject([{ secretLabel: 0 }]);
      }),
      { numRuns: 100 },
    );
  });
});
