import { type Provider, type Secret, sign, verify } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { labelSecrets, type SecretSet } from "../src/secrets.ts";
import { bodyHmac, hmacHex, now, post, provider } from "./sample-providers.ts";
import { refusalOf, verdictOf } from "./verdict-of.ts";

const right = "whsec_of the tests";
const wrong = "whsec_of somebody else";
const body = '{"id":"evt_1"}';
const plain = provider({
  signature: {
    ...bodyHmac,
    secret: { mistaken: { we_: "an endpoint's id, not its signing secret" } },
  },
});
const prefixed: Provider = provider({
  signature: { ...bodyHmac, secret: { prefix: "whsec_", encoding: "base64" } },
});
const delivery = post({ "x-signature": hmacHex(right, body) }, body);

const labelOf = async (secret: Secret): Promise<unknown> =>
  (await verify(plain, delivery, { secret, now })).secretLabel;

describe("a secret that can't be right is named, with its likely cause", () => {
  const unsigned = post({}, body);
  const empty = post({ "x-signature": hmacHex("", body) }, body);
  test.each<[Secret, RegExp]>([
    [undefined, /undefined.*environment/],
    [null as never, /undefined.*environment/],
    ["", /empty/],
    [new Uint8Array(), /empty/],
    ["   ", /blank/],
    ["\n", /blank/],
    [`${right}\n`, /line break/],
    [` ${right}`, /white space/],
    [`${right}\r\n`, /line break/],
    ["whsec_", /prefix/],
    ["we_1234567890", /an endpoint's id, not its signing secret/],
    [[], /no secret/],
    [{}, /no secret/],
    [[right, undefined], /"1".*undefined/],
    [{ platform: right, connect: "" }, /"connect".*empty/],
  ])("%j", async (secret, cause) => {
    const own = typeof secret === "string" ? secret : "";
    const genuine = post({ "x-signature": hmacHex(own, body) }, body);
    for (const refused of [unsigned, empty, ...(own === "we_1234567890" ? [] : [genuine])]) {
      const error = await refusalOf(plain, refused, { secret, now });
      expect(error?.code).toBe("secret_invalid");
      expect(error?.message).toMatch(cause);
    }
    await expect(sign(plain, { secret: secret as never, body })).rejects.toMatchObject({
      code: "secret_invalid",
    });
  });

  test.each([
    "whsec_",
    "whsec_not base64!",
    "not base64!",
    "whsec_AAA",
    "whsec_A===",
    "whsec_AAA= ",
  ])("%j is not a prefixed base64 secret", async (secret) => {
    for (const key of ["", secret, "undefined"]) {
      const forged = post({ "x-signature": hmacHex(key, body) }, body);
      expect(await verdictOf(prefixed, forged, { secret, now })).toBe("secret_invalid");
    }
  });

  test.each([123, true, Symbol("secret"), new Map([["a", right]]), new ArrayBuffer(8)])(
    "%s is no secret",
    async (secret) => {
      expect(await verdictOf(plain, delivery, { secret: secret as never, now })).not.toBe(
        "accepted",
      );
    },
  );
});

describe("several secrets", () => {
  test.each<[string, Secret, string | number]>([
    ["one", right, 0],
    ["bytes", new TextEncoder().encode(right), 0],
    ["a Buffer", Buffer.from(right), 0],
    ["a list, first", [right, wrong], 0],
    ["a list, last", [wrong, wrong, right], 2],
    ["a list of bytes", [wrong, Buffer.from(right)], 1],
    ["a record", { platform: wrong, connect: right }, "connect"],
    ["a record whose names are numbers", { 1: wrong, 2: right }, "2"],
    ["a function", () => right, 0],
    ["a function that gives a list", () => [wrong, right], 1],
    ["an async function", async () => right, 0],
    ["an async function that gives a record", async () => ({ old: right, new: wrong }), "old"],
  ])("%s: the one that matched is told", async (_, secret, label) => {
    expect(await labelOf(secret)).toBe(label);
  });

  test("none matches", async () => {
    for (const secret of [wrong, [wrong, "other"], { a: wrong }, () => wrong]) {
      expect(await verdictOf(plain, delivery, { secret, now })).toBe("signature_mismatch");
    }
  });

  test("an unprefixed secret is the same as a prefixed one, bytes are the key itself", async () => {
    const key = Buffer.from("0123456789abcdef0123456789abcdef");
    const signed = post({ "x-signature": hmacHex(key, body) }, body);
    for (const secret of [
      `whsec_${key.toString("base64")}`,
      key.toString("base64"),
      new Uint8Array(key),
    ]) {
      expect(await verdictOf(prefixed, signed, { secret, now })).toBe("accepted");
    }
  });

  test("every secret that signs with a list header signs", async () => {
    const listed = provider({
      signature: { ...bodyHmac, field: { header: "x-signature", split: ",", prefix: "v1=" } },
    });
    const rolled = await sign(listed, { secret: { old: right, new: wrong }, body });
    for (const secret of [right, wrong])
      expect(await verdictOf(listed, rolled, { secret, now })).toBe("accepted");
    const single = await sign(plain, { secret: [right, wrong], body });
    expect(await verdictOf(plain, single, { secret: right, now })).toBe("accepted");
  });
});

describe("the keys that are made of secrets", () => {
  const keysOf = (secret: Secret): unknown => labelSecrets(secret as SecretSet)[0]?.keys;

  test("are one's own, and remembered for the last thousand", () => {
    const first = keysOf("a first secret");
    expect(keysOf("a first secret")).toBe(first);
    expect(keysOf(["another", "a first secret"])).not.toBe(first);
    for (let i = 0; i < 1000; i++) keysOf(`secret ${i}`);
    expect(keysOf("secret 999")).toBe(keysOf({ current: "secret 999" }));
    expect(keysOf("a first secret")).not.toBe(first);
  });

  test("of bytes are not, for bytes can change", async () => {
    const bytes = new TextEncoder().encode(right);
    expect(await labelOf(bytes)).toBe(0);
    bytes[0] = 0;
    expect(await verdictOf(plain, delivery, { secret: bytes, now })).toBe("signature_mismatch");
  });
});

describe("a function", () => {
  test("is asked once for each delivery, and gets it", async () => {
    const secret = vi.fn(() => right);
    await verify(plain, delivery, { secret, now });
    expect(secret).toHaveBeenCalledTimes(1);
    const [asked] = secret.mock.calls[0] as unknown as [typeof delivery];
    expect(asked.url).toBe(delivery.url);
    expect(asked.headers).toEqual(delivery.headers);
  });

  test("that gives nothing accepts nothing", async () => {
    for (const nothing of [undefined, async () => undefined, () => [], () => ({}), () => ""]) {
      const secret = typeof nothing === "function" ? nothing : () => nothing;
      for (const key of ["", "undefined", "null"]) {
        const forged = post({ "x-signature": hmacHex(key, body) }, body);
        expect(await verdictOf(plain, forged, { secret: secret as never, now })).not.toBe(
          "accepted",
        );
      }
    }
  });

  test("that fails is a fault of ours, and keeps its cause", async () => {
    const cause = new Error("the vault is closed");
    const failing: readonly Secret[] = [
      () => {
        throw cause;
      },
      () => Promise.reject(cause),
    ];
    for (const secret of failing) {
      const error = await refusalOf(plain, delivery, { secret, now });
      expect(error).toMatchObject({ code: "secret_unavailable", status: 503, cause });
    }
  });
});
