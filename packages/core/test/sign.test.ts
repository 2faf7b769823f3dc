import { type Field, type Provider, sign, verify } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, nowMs, provider, timed } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const secret = "a secret of the tests";
const headed: Provider = provider({
  signature: { ...bodyHmac, content: "{id}.{timestamp}.{body}" },
  timestamp: { header: "x-time", unit: "s" },
  deliveryId: [{ json: "id" }, { header: "x-id" }],
  eventType: { header: "x-type" },
});

describe("sign", () => {
  test("writes id, type, time and signature where the provider has them", async () => {
    const delivery = await sign(headed, {
      secret,
      body: "{}",
      id: "evt_1",
      type: "a.b",
      timestamp: nowMs,
      method: "PUT",
      url: "https://example.com/hooks",
      headers: { "X-Extra": "1", "Content-Type": "text/plain" },
    });
    expect(delivery).toEqual({
      method: "PUT",
      url: "https://example.com/hooks",
      headers: {
        "content-type": "text/plain",
        "x-extra": "1",
        "x-id": "evt_1",
        "x-type": "a.b",
        "x-time": String(nowMs / 1000),
        "x-signature": hmacHex(secret, `evt_1.${nowMs / 1000}.{}`),
      },
      body: new TextEncoder().encode("{}"),
    });
  });

  test("makes an id and takes the present time by itself", async () => {
    const first = await sign(headed, { secret, body: "{}" });
    const second = await sign(headed, { secret, body: "{}" });
    const one = await verify(headed, first, { secret });
    const two = await verify(headed, second, { secret });
    expect(one.id).toMatch(/^\w{10,}$/);
    expect(one.id).not.toBe(two.id);
    expect(Math.abs((one.timestamp?.getTime() ?? 0) - Date.now())).toBeLessThan(5000);
  });

  test("takes a time as a date, in seconds or in milliseconds", async () => {
    for (const timestamp of [new Date(nowMs), nowMs, nowMs / 1000]) {
      const delivery = await sign(timed, { secret, body: "{}", timestamp });
      expect((await verify(timed, delivery, { secret, now })).timestamp).toEqual(new Date(nowMs));
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, new Date("never")])(
    "%s is no time",
    async (timestamp) => {
      await expect(sign(timed, { secret, body: "{}", timestamp })).rejects.toMatchObject({
        code: "option_invalid",
      });
    },
  );

  test("what is in the body is the body's own", async () => {
    const inBody = provider({
      signature: bodyHmac,
      timestamp: { json: "at", unit: "ms" },
      deliveryId: { json: "id" },
    });
    const delivery = await sign(inBody, {
      secret,
      body: `{"id":"evt_1","at":${nowMs}}`,
      id: "evt_2",
      timestamp: 12,
    });
    const { id, timestamp } = await verify(inBody, delivery, { secret, now });
    expect([id, timestamp]).toEqual(["evt_1", new Date(nowMs)]);
    const late = { secret, now: () => nowMs + 301_000 };
    expect(await verdictOf(inBody, delivery, late)).toBe("timestamp_too_old");
  });

  test.each<Field>([{ body: "text" }, { claim: "mac" }, { form: "payload", json: "mac" }])(
    "a signature can't be written into %j",
    async (field) => {
      const odd = provider({ signature: { ...bodyHmac, field } });
      await expect(sign(odd, { secret, body: "{}" })).rejects.toMatchObject({
        code: "option_invalid",
      });
    },
  );

  test("a parsed body can't be signed", async () => {
    await expect(sign(timed, { secret, body: {} as never })).rejects.toMatchObject({
      code: "body_unavailable",
    });
  });
});

describe("a provider that is none", () => {
  test.each([undefined, null, {}, { id: "x" }])("%j accepts nothing", async (none) => {
    const delivery = await sign(timed, { secret, body: "{}", timestamp: nowMs });
    await expect(verify(none as never, delivery, { secret, now })).rejects.toThrow();
    await expect(sign(none as never, { secret, body: "{}" })).rejects.toThrow();
  });

  test("an unknown scheme accepts nothing", async () => {
    const delivery = await sign(provider({ signature: bodyHmac }), { secret, body: "{}" });
    for (const scheme of ["rot13", "", "toString", "__proto__", "constructor", undefined]) {
      const unknown = provider({ signature: { ...bodyHmac, scheme: scheme as never } });
      await expect(verify(unknown, delivery, { secret, now })).rejects.toThrow();
      await expect(sign(unknown, { secret, body: "{}" })).rejects.toThrow();
    }
  });
});

describe("what is signed into one header", () => {
  const readings = provider({
    signature: [
      { ...bodyHmac, field: { header: "x-signature", split: " ", prefix: "v1," } },
      { ...bodyHmac, field: { header: "x-signature", split: ", ", prefix: "v1," } },
      { ...bodyHmac, field: { header: "x-signature", split: ", " } },
    ],
  });

  test("is written once, however many ways there are to read it", async () => {
    const { headers } = await sign(readings, { secret: "a secret", body: "x" });
    expect(headers).toMatchObject({ "x-signature": `v1,${hmacHex("a secret", "x")}` });
  });

  test("says beside it what the receiver requires there, unless it is given", async () => {
    const requires = [
      { header: "x-version", equals: "1" },
      { header: "x-account", equals: "{secret}" },
    ] as const;
    const versioned = provider({ signature: { ...bodyHmac, requires } });
    const options = { secret: "a secret", body: "x" };
    const { headers } = await sign(versioned, options);
    expect(headers).toMatchObject({ "x-version": "1" });
    expect(headers).not.toHaveProperty("x-account");
    const given = await sign(versioned, { ...options, headers: { "X-Version": "2" } });
    expect(given.headers).toMatchObject({ "x-version": "2" });
  });
});
