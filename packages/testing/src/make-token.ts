import type { JwtSignature } from "@hooks/core";
import { decode, encode, type KeyPair, pemBytes } from "./key-pair.ts";

/** What a token says of itself, and what it claims. */
export interface TokenParts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const part = (value: unknown): string => encode(utf8(JSON.stringify(value)), "base64url");

/** Signs text with a shared secret, whatever that is. */
export async function signShared(secret: Bytes, size: string, text: string): Promise<Bytes> {
  const algorithm = { name: "HMAC", hash: `SHA-${size}` };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));
}

/** The bytes of a secret as a signature's format has it. */
function secretBytes(text: string, { secret = {} }: JwtSignature): Bytes {
  const { prefix = "", encoding = "utf8" } = secret;
  if (encoding === "pem") return pemBytes(text);
  return decode(text.slice(prefix.length), encoding === "jwk" ? "utf8" : encoding);
}

async function signPrivate(algorithm: string, secret: Bytes, text: string): Promise<Bytes> {
  const parameters: Record<string, RsaHashedImportParams | EcKeyImportParams | string> = {
    RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    ES256: { name: "ECDSA", namedCurve: "P-256" },
    EdDSA: "Ed25519",
  };
  const importing = parameters[algorithm] ?? "";
  const key =
    secret[0] === 0x7b
      ? await crypto.subtle.importKey(
          "jwk",
          JSON.parse(new TextDecoder().decode(secret)),
          importing,
          false,
          ["sign"],
        )
      : await crypto.subtle.importKey("pkcs8", secret, importing, false, ["sign"]);
  const using = algorithm === "ES256" ? { name: "ECDSA", hash: "SHA-256" } : importing;
  return new Uint8Array(await crypto.subtle.sign(using, key, utf8(text)));
}

/** Makes a token by the algorithm that its header names, right or not for the signature. */
export async function makeToken(
  signature: JwtSignature,
  { signing }: KeyPair,
  { header, claims }: TokenParts,
): Promise<string> {
  const text = `${part(header)}.${part(claims)}`;
  const algorithm = String(header["alg"]);
  const secret = secretBytes(signing, signature);
  const bytes = algorithm.startsWith("HS")
    ? await signShared(secret, algorithm.slice(2), text)
    : await signPrivate(algorithm, secret, text);
  return `${text}.${encode(bytes, "base64url")}`;
}
