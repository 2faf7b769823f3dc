import { generateKeyPairSync, type KeyObject, sign as signNode } from "node:crypto";
import type { Signature } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { post, provider } from "./sample-providers.ts";
import { base as tokenBase } from "./sample-token.ts";
import { verdictOf } from "./verdict-of.ts";

const body = '{"id":"evt_1"}';
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed = generateKeyPairSync("ed25519");
// Whose signatures do not fill their last byte.
const rsa = generateKeyPairSync("rsa", { modulusLength: 2047 });
const tokenRsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rest = { field: { header: "x-signature" }, encoding: "base64", content: "{body}" } as const;
const pem = { encoding: "pem" } as const;
const jwk = { encoding: "jwk" } as const;

interface Sample {
  readonly name: string;
  readonly signature: Signature;
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly secret: string;
  readonly size: number;
}

const spki = ({ publicKey }: Sample["pair"]): string =>
  publicKey.export({ type: "spki", format: "pem" }).toString();
const jwkOf = ({ publicKey }: Sample["pair"]): string =>
  JSON.stringify(publicKey.export({ format: "jwk" }));

const samples: readonly Sample[] = [
  {
    name: "Ed25519",
    signature: { scheme: "ed25519", ...rest, secret: { encoding: "base64url" } },
    pair: ed,
    secret: ed.publicKey.export({ format: "jwk" }).x ?? "",
    size: 64,
  },
  {
    name: "ECDSA",
    signature: { scheme: "ecdsa", hash: "SHA-256", form: "raw", ...rest, secret: pem },
    pair: ec,
    secret: spki(ec),
    size: 64,
  },
  {
    name: "RSA",
    signature: { scheme: "rsa", hash: "SHA-256", padding: "pkcs1", ...rest, secret: pem },
    pair: rsa,
    secret: spki(rsa),
    size: 256,
  },
  ...(
    [
      ["EdDSA", ed, 64],
      ["ES256", ec, 64],
      ["RS256", tokenRsa, 256],
    ] as const
  ).map(
    ([algorithms, pair, size]): Sample => ({
      name: `a token by ${algorithms}`,
      signature: { ...tokenBase, algorithms, secret: jwk },
      pair,
      secret: jwkOf(pair),
      size,
    }),
  ),
];

// As some runtimes do, instead of saying that the signature is not right.
beforeEach(() => {
  const { subtle } = crypto;
  const verify = subtle.verify.bind(subtle);
  vi.spyOn(subtle, "verify").mockImplementation((algorithm, key, signature, data) => {
    const { modulusLength = 512 } = key.algorithm as Partial<RsaHashedKeyAlgorithm>;
    if (signature.byteLength === Math.ceil(modulusLength / 8)) {
      return verify(algorithm, key, signature, data);
    }
    throw new TypeError("the signature is not as long as it should be");
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(samples)("$name", ({ signature, pair, secret, size }) => {
  const isToken = signature.scheme === "jwt";
  const { alg, text } = isToken
    ? { alg: String(signature.algorithms), text: "" }
    : { alg: "", text: body };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = isToken ? `${part({ alg })}.${part({ sub: "a" })}` : text;
  const key = { key: pair.privateKey, dsaEncoding: "ieee-p1363" } as const;
  const made = signNode(pair === ed ? null : "sha256", Buffer.from(signed), key);
  const verdict = (bytes: Uint8Array): Promise<string> => {
    const sent = Buffer.from(bytes);
    const headers = isToken
      ? { authorization: `Bearer ${signed}.${sent.toString("base64url")}` }
      : { "x-signature": sent.toString("base64") };
    return verdictOf(provider({ signature }), post(headers, body), { secret });
  };

  test(`only ${size} bytes are a signature`, async () => {
    expect(made.length).toBe(size);
    expect(await verdict(made)).toBe("accepted");
    for (const length of [1, size / 2, size - 3, size - 1]) {
      expect(await verdict(made.subarray(0, length)), `${length}`).toBe("signature_mismatch");
    }
    for (const longer of [1, size]) {
      const bytes = Buffer.concat([made, Buffer.alloc(longer)]);
      expect(await verdict(bytes), `${longer} more`).toBe("signature_mismatch");
    }
  });
});
