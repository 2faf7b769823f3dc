import { type HmacKey, hmac } from "#crypto";
import { type Content, joinContent } from "../content.ts";
import { decodeText } from "../decode-text.ts";
import { type Claims, parseJson } from "../delivery-reader.ts";
import { isAmong } from "../is-among.ts";
import type { Judgement } from "../judge.ts";
import { listOf } from "../list-of.ts";
import type { Carriage, Scheme, Signer } from "../scheme.ts";
import type { JwtSignature, TokenAlgorithm } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import { utf8 } from "../utf8.ts";
import { WebhookError } from "../webhook-error.ts";
import { readToken, type Token } from "./read-token.ts";
import { signatureSize } from "./signature-size.ts";
import {
  hmacHashOf,
  importTokenKey,
  isPublicKey,
  type PublicAlgorithm,
  publicAlgorithmOf,
} from "./token-key.ts";

type Bytes = Uint8Array<ArrayBuffer>;

interface TokenKey {
  readonly secret: Uint8Array;
  readonly signature: JwtSignature;
  /** Made when the first token of an algorithm comes. */
  readonly prepared: Map<TokenAlgorithm, HmacKey | Promise<CryptoKey>>;
}

const algorithmsOf = ({ algorithms }: JwtSignature): readonly TokenAlgorithm[] =>
  listOf<TokenAlgorithm>(algorithms);

const isShared = (signature: JwtSignature): boolean =>
  algorithmsOf(signature).every((algorithm) => hmacHashOf(algorithm));

/**
 * Three parts in base64url: what is not signed, or is encrypted, has another number of them, or another one that is
 * empty than the payload.
 */
export const carriage: Partial<Carriage> = {
  encoding: "utf8",
  syntax: /^[\w-]+\.[\w-]*\.[\w-]+$/,
};

export const prepare: Scheme["prepare"] = (secret, one): TokenKey | undefined => {
  const signature = one as JwtSignature;
  // What is published is no shared secret, whoever takes it for one.
  if (isShared(signature) && isPublicKey(secret)) return undefined;
  return { secret, signature, prepared: new Map() };
};

async function isSigned(
  { secret, prepared }: TokenKey,
  algorithm: TokenAlgorithm,
  { signed, signature }: Token,
): Promise<boolean> {
  const hash = hmacHashOf(algorithm);
  if (!prepared.has(algorithm)) {
    prepared.set(algorithm, hash ? { hash, secret } : importTokenKey(secret, algorithm));
  }
  const key = prepared.get(algorithm);
  if (hash) {
    const mac = await hmac(key as HmacKey, [signed, new Uint8Array(), ""], "base64url");
    return isAmong(mac, [signature]);
  }
  const publicKey = (await key) as CryptoKey;
  const bytes = decodeText(signature, "base64url");
  const using = publicAlgorithmOf(algorithm)?.using;
  if (bytes?.length !== signatureSize(publicKey) || !using) return false;
  return crypto.subtle.verify(using, publicKey, bytes as Bytes, utf8(signed));
}

/** Are the token's times (RFC 7519, section 4.1) such that it counts now? One that is no number never is. */
function isCurrent(
  { exp, nbf, iat }: Claims,
  { expires, leeway = 300 }: JwtSignature,
  { now = Date.now, tolerance = leeway }: Judgement,
): boolean {
  const seconds = now() / 1000;
  const timeOf = (claim: unknown, missing: number): number =>
    claim === undefined ? missing : typeof claim === "number" ? claim : Number.NaN;
  return (
    seconds < timeOf(exp, expires ? Number.NaN : 1 / 0) + tolerance &&
    seconds >= timeOf(nbf, 0) - tolerance &&
    seconds >= timeOf(iat, 0) - tolerance
  );
}

/** What is signed in place of claims, as a token would hold it. */
const detachedOf = ({ content }: JwtSignature, filled: Content): string | undefined =>
  content === undefined ? undefined : encodeBytes(joinContent(filled), "base64url");

export const matches: Scheme["matches"] = async (prepared, candidates, filled, _, judgement) => {
  const key = prepared as TokenKey;
  const detached = detachedOf(key.signature, filled);
  for (const candidate of candidates) {
    const token = readToken(candidate, detached);
    // The token chooses among the preset's algorithms. What else its header says of keys is not even read.
    const algorithm = algorithmsOf(key.signature).find((one) => one === token?.header["alg"]);
    if (!token || !algorithm || "crit" in token.header) continue;
    if (!(await isSigned(key, algorithm, token))) continue;
    if (detached !== undefined) return true;
    if (isCurrent(token.claims, key.signature, judgement)) return token.claims;
  }
  return false;
};

const writePart = (value: unknown): string => encodeBytes(utf8(JSON.stringify(value)), "base64url");

/** Makes the token of which `content` is the claims, in JSON, or what is signed in their place. */
export const sign: Signer["sign"] = async (secret, one, content) => {
  const signature = one as JwtSignature;
  const [algorithm = "HS256"] = algorithmsOf(signature);
  const head = writePart({
    alg: algorithm,
    ...(signature.content === undefined && { typ: "JWT" }),
  });
  const signed = `${head}.${encodeBytes(joinContent(content), "base64url")}`;
  const shown = signature.content === undefined ? signed : `${head}.`;
  const hash = hmacHashOf(algorithm);
  if (hash) {
    const mac = await hmac({ secret, hash }, [signed, new Uint8Array(), ""], "base64url");
    return `${shown}.${mac}`;
  }
  const { importing, using } = publicAlgorithmOf(algorithm) as PublicAlgorithm;
  const jwk = parseJson(() => new TextDecoder().decode(secret)) as JsonWebKey | undefined;
  const imported = jwk
    ? crypto.subtle.importKey("jwk", jwk, importing, false, ["sign"])
    : crypto.subtle.importKey("pkcs8", secret as Bytes, importing, false, ["sign"]);
  const key = await imported.catch(() => {
    throw new WebhookError("secret_invalid", `the secret is no private key for ${algorithm}`);
  });
  const bytes = await crypto.subtle.sign(using, key, utf8(signed));
  return `${shown}.${encodeBytes(new Uint8Array(bytes), "base64url")}`;
};
