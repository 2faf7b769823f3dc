import { generateKeyPairSync, sign as nodeSign } from "node:crypto";
import { type Provider, sign } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { bodyHmac, hmacHex, now, post, provider } from "./sample-providers.ts";
import { verdictOf } from "./verdict-of.ts";

const body = '{"id":"evt_1"}';
const pair = generateKeyPairSync("ed25519");
const { x = "", d = "" } = pair.privateKey.export({ format: "jwk" });
const publicHex = Buffer.from(x, "base64url").toString("hex");
const seedHex = Buffer.from(d, "base64url").toString("hex");
const signature = nodeSign(null, Buffer.from(body), pair.privateKey).toString("hex");
const which: Provider = provider({
  signature: {
    scheme: "ed25519",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
    secret: { encoding: "hex" },
  },
});
const verdict = (value: string, secret: string | Uint8Array = publicHex): Promise<string> =>
  verdictOf(which, post({ "x-signature": value }, body), { secret, now });

describe("ed25519", () => {
  test("what Node signs is accepted, and what we sign is the same", async () => {
    expect(await verdict(signature)).toBe("accepted");
    expect(await verdict(signature, Buffer.from(publicHex, "hex"))).toBe("accepted");
    for (const secret of [seedHex, seedHex + publicHex]) {
      const { headers } = await sign(which, { secret, body });
      expect((headers as Record<string, string>)["x-signature"]).toBe(signature);
    }
  });

  test.each([
    ["shorter", signature.slice(2)],
    ["longer", `${signature}00`],
    ["one byte", "00"],
    ["zeros", "00".repeat(64)],
    ["ones", "ff".repeat(64)],
    // The identity as R and zero as S fit the public keys of small order, not this one.
    ["the identity", `01${"00".repeat(63)}`],
    ["its halves swapped", signature.slice(64) + signature.slice(0, 64)],
    ["an HMAC under the public key", hmacHex(Buffer.from(publicHex, "hex"), body)],
  ])("a signature that is %s is refused", async (_, value) => {
    expect(await verdict(value)).toBe("signature_mismatch");
  });

  test.each([
    ["a seed and a public key", seedHex + publicHex],
    ["too short", publicHex.slice(2)],
    ["not hex", "not a key"],
    ["PEM", pair.publicKey.export({ format: "pem", type: "spki" }).toString().trim()],
  ])("a secret that is %s is named", async (_, secret) => {
    expect(await verdict(signature, secret)).toBe("secret_invalid");
  });

  test("bytes that are no point of the curve accept nothing, and throw nothing else", async () => {
    for (const byte of ["ff", "02", "00", "ee"]) {
      expect(await verdict(signature, byte.repeat(32))).toMatch(
        /^(secret_invalid|signature_mismatch)$/,
      );
      expect(await verdict("00".repeat(64), byte.repeat(32))).toMatch(
        /^(secret_invalid|signature_mismatch)$/,
      );
    }
  });

  test("a private key of the wrong length does not sign", async () => {
    await expect(sign(which, { secret: seedHex.slice(2), body })).rejects.toMatchObject({
      code: "secret_invalid",
    });
  });
});

describe("a public key beside a shared secret", () => {
  const both: Provider = provider({
    signature: [
      {
        ...bodyHmac,
        field: { header: "x-signature", split: " ", prefix: "v1," },
        encoding: "base64",
        secret: { prefix: "whsec_", encoding: "base64" },
      },
      {
        scheme: "ed25519",
        field: { header: "x-signature", split: " ", prefix: "v1a," },
        encoding: "base64",
        content: "{body}",
        secret: {
          prefix: "whpk_",
          prefixRequired: true,
          signingPrefix: "whsk_",
          encoding: "base64",
        },
      },
    ],
  });
  const key = Buffer.from(publicHex, "hex");
  const secret = `whpk_${key.toString("base64")}`;
  const v1 = (by: string | Uint8Array): string =>
    `v1,${Buffer.from(hmacHex(by, body), "hex").toString("base64")}`;
  const v1a = `v1a,${Buffer.from(signature, "hex").toString("base64")}`;
  const verdictBy = (value: string, by: string | Uint8Array): Promise<string> =>
    verdictOf(both, post({ "x-signature": value }, body), { secret: by, now });

  test("is never a shared secret", async () => {
    expect(await verdictBy(v1a, secret)).toBe("accepted");
    expect(await verdictBy(`${v1("any")} ${v1a}`, secret)).toBe("accepted");
    for (const by of [
      secret,
      secret.slice(5),
      key,
      secret.replace("whpk_", "whsec_"),
      "whpk_",
      "",
    ]) {
      expect(await verdictBy(v1(by), secret)).toBe("signature_mismatch");
    }
  });

  test("counts only with its prefix: what has none is a shared secret", async () => {
    expect(await verdictBy(v1a, secret.slice(5))).toBe("signature_mismatch");
    expect(await verdictBy(v1(key), secret.slice(5))).toBe("accepted");
    expect(await verdictBy(v1a, key)).toBe("signature_mismatch");
    const short = Buffer.alloc(24, 7).toString("base64");
    expect(await verdictBy(`${v1("any")} ${v1a}`, short)).toBe("signature_mismatch");
  });

  test("a private key verifies nothing", async () => {
    const signing = `whsk_${Buffer.from(seedHex, "hex").toString("base64")}`;
    expect(await verdictBy(v1(signing), signing)).toBe("secret_invalid");
    expect(await verdictBy(v1(Buffer.from(seedHex, "hex")), signing)).toBe("secret_invalid");
  });

  test("each kind signs with its own", async () => {
    const shared = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const signing = `whsk_${Buffer.from(seedHex, "hex").toString("base64")}`;
    const { headers } = await sign(both, { secret: [shared, signing], body });
    expect((headers as Record<string, string>)["x-signature"]).toBe(
      `${v1(Buffer.alloc(32, 7))} ${v1a}`,
    );
  });
});
