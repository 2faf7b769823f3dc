import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { type Content, joinContent } from "../content.ts";
import { isAmong } from "../is-among.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { DigestSignature, Signature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import { WebhookError } from "../webhook-error.ts";

// Not WebCrypto, which has no MD5.
const hashes = {
  MD5: md5,
  "SHA-1": sha1,
  "SHA-256": sha256,
  "SHA-384": sha384,
  "SHA-512": sha512,
} as const;

/** Between a secret's name and the secret: "|". */
const separator = 124;

interface DigestKey {
  /** Empty where the secret has none. */
  readonly name: string;
  readonly secret: Uint8Array;
  readonly signature: DigestSignature;
}

function digest({ name, secret, signature }: DigestKey, [start, body, after]: Content): string {
  const { hash, secretAt, encoding, letters, bodyHash, named } = signature;
  const before = named === "content" ? name + start : start;
  const hashed = bodyHash && body.length > 0 ? encodeBytes(hashes[bodyHash](body), "base64") : "";
  const bytes = joinContent(
    bodyHash ? [before + hashed + after, new Uint8Array(), ""] : [before, body, after],
  );
  const hasher = secretAt === "key" ? hmac.create(hashes[hash], secret) : hashes[hash].create();
  if (secretAt === "start") hasher.update(secret);
  hasher.update(bytes);
  if (secretAt === "end") hasher.update(secret);
  const text = encodeBytes(hasher.digest(), encoding);
  const spelt = letters === "upper" ? text.toUpperCase() : text;
  return named === "signature" ? `${name}|${spelt}` : spelt;
}

function keyOf(whole: Uint8Array, one: Signature): DigestKey {
  const signature = one as DigestSignature;
  const end = signature.named ? whole.indexOf(separator) : -1;
  if (signature.named && (end < 1 || end === whole.length - 1)) {
    throw new WebhookError(
      "secret_invalid",
      "the secret is not a name and a secret with | between",
    );
  }
  const name = new TextDecoder().decode(whole.subarray(0, Math.max(end, 0)));
  const own = whole.subarray(end + 1);
  const { secretHash } = signature;
  return { name, secret: secretHash ? hashes[secretHash](own) : own, signature };
}

/** Letters of either case, for the literal says which; and before them the name, where there is one. */
export const carriage: NonNullable<Scheme["carriage"]> = { syntax: /^(\w+\|)?[\w+/-]+=*$/ };

/** A hash over the secret and the content. */
export const prepare: Scheme["prepare"] = keyOf;

export const matches: Scheme["matches"] = (key, candidates, content) =>
  isAmong(digest(key as DigestKey, content), candidates);

export const sign: Signer["sign"] = (secret, signature, content) =>
  digest(keyOf(secret, signature), content);
