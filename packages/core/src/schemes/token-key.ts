import { parseJson } from "../delivery-reader.ts";
import type { Hash, TokenAlgorithm } from "../signature.ts";
import { WebhookError } from "../webhook-error.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** How a public key is brought into WebCrypto, and used there. */
export interface PublicAlgorithm {
  readonly importing: RsaHashedImportParams | EcKeyImportParams | AlgorithmIdentifier;
  readonly using: AlgorithmIdentifier | EcdsaParams;
  /** The members of a JWK that are the key, those with a fixed value in full (RFC 7518, RFC 8037). */
  readonly fixed: Readonly<Record<string, string>>;
  readonly members: readonly string[];
  /** What a JWK may call the algorithm as well. */
  readonly alias?: string;
}

const publicAlgorithms: Readonly<Record<string, PublicAlgorithm>> = {
  RS256: {
    importing: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    using: "RSASSA-PKCS1-v1_5",
    fixed: { kty: "RSA" },
    members: ["n", "e"],
  },
  ES256: {
    importing: { name: "ECDSA", namedCurve: "P-256" },
    using: { name: "ECDSA", hash: "SHA-256" },
    fixed: { kty: "EC", crv: "P-256" },
    members: ["x", "y"],
  },
  EdDSA: {
    importing: "Ed25519",
    using: "Ed25519",
    fixed: { kty: "OKP", crv: "Ed25519" },
    members: ["x"],
    // RFC 9864, section 2.2.
    alias: "Ed25519",
  },
};

/** How a public key is used, where the algorithm has one. */
export const publicAlgorithmOf = (algorithm: TokenAlgorithm): PublicAlgorithm | undefined =>
  publicAlgorithms[algorithm];

/** The hash of the HMAC that an algorithm is, where it is one. */
export const hmacHashOf = (algorithm: TokenAlgorithm): Hash | undefined =>
  algorithm.startsWith("HS") ? (`SHA-${algorithm.slice(2)}` as Hash) : undefined;

/** The members of a JWK that are a public key for an algorithm; `undefined` where it is a key for something else. */
export function publicJwk(jwk: unknown, algorithm: TokenAlgorithm): JsonWebKey | undefined {
  const {
    fixed = {},
    members = [],
    alias,
  }: Partial<PublicAlgorithm> = publicAlgorithms[algorithm] ?? {};
  const held = Object(jwk) as Record<string, unknown>;
  const { use = "sig", alg = algorithm, key_ops = ["verify"] } = held;
  const isNamed = alg === algorithm || (alias !== undefined && alg === alias);
  const isMeant = use === "sig" && isNamed && Array.isArray(key_ops) && key_ops.includes("verify");
  const isWhole =
    members.length > 0 &&
    Object.entries(fixed).every(([name, value]) => held[name] === value) &&
    members.every((name) => typeof held[name] === "string");
  if (!isMeant || !isWhole) return undefined;
  return { ...fixed, ...Object.fromEntries(members.map((name) => [name, held[name]])) };
}

/** DER: a sequence that is as long as it says (X.690, section 8.1), which no shared secret is by chance. */
function isSequence([tag, size = 0, ...rest]: Uint8Array): boolean {
  if (tag !== 0x30) return false;
  if (size < 0x80) return size === rest.length;
  const digits = rest.slice(0, size & 0x7f);
  return digits.reduce((length, digit) => length * 256 + digit, 0) === rest.length - digits.length;
}

/** Is this a key that is published, in whatever form: PEM, JWK or DER? */
export function isPublicKey(secret: Uint8Array): boolean {
  const text = new TextDecoder().decode(secret);
  const json = parseJson(() => text);
  return /-----BEGIN /.test(text) || Object.hasOwn(Object(json), "kty") || isSequence(secret);
}

/**
 * Makes a key of a JWK (as text) or of SPKI.
 *
 * @throws WebhookError `secret_invalid`, also for an RSA key of less than 2048 bits
 */
export async function importTokenKey(
  secret: Uint8Array,
  algorithm: TokenAlgorithm,
): Promise<CryptoKey> {
  const { importing } = publicAlgorithms[algorithm] as PublicAlgorithm;
  const text = new TextDecoder().decode(secret);
  const jwk = publicJwk(
    parseJson(() => text),
    algorithm,
  );
  try {
    const key = jwk
      ? await crypto.subtle.importKey("jwk", jwk, importing, false, ["verify"])
      : await crypto.subtle.importKey("spki", secret as Bytes, importing, false, ["verify"]);
    const { modulusLength = 2048 } = key.algorithm as Partial<RsaKeyAlgorithm>;
    if (modulusLength >= 2048) return key;
  } catch {
    // Said below, and without what the runtime says of the key.
  }
  throw new WebhookError("secret_invalid", `the secret is no public key for ${algorithm}`);
}
