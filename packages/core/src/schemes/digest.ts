import { hmac } from "@noble/hashes/hmac.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { type Content, joinContent } from "../content.ts";
import { isAmong } from "../is-among.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { DigestSignature, Signature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";

// Not WebCrypto, which has no MD5.
const hashes = {
  MD5: md5,
  "SHA-1": sha1,
  "SHA-256": sha256,
  "SHA-384": sha384,
  "SHA-512": sha512,
} as const;

interface DigestKey {
  readonly secret: Uint8Array;
  readonly signature: DigestSignature;
}

function digest({ secret, signature }: DigestKey, content: Content): string {
  const { hash, secretAt, encoding, letters, bodyHash } = signature;
  const [before, body, after] = content;
  const hashed = bodyHash && body.length > 0 ? encodeBytes(hashes[bodyHash](body), "base64") : "";
  const bytes = joinContent(bodyHash ? [before + hashed + after, new Uint8Array(), ""] : content);
  const hasher = secretAt === "key" ? hmac.create(hashes[hash], secret) : hashes[hash].create();
  if (secretAt === "start") hasher.update(secret);
  hasher.update(bytes);
  if (secretAt === "end") hasher.update(secret);
  const text = encodeBytes(hasher.digest(), encoding);
  return letters === "upper" ? text.toUpperCase() : text;
}

const keyOf = (secret: Uint8Array, signature: Signature): DigestKey => ({
  secret,
  signature: signature as DigestSignature,
});

/** Letters of either case, for the literal says which. */
export const carriage: NonNullable<Scheme["carriage"]> = { syntax: /^[\w+/-]+=*$/ };

/** A hash over the secret and the content. */
export const prepare: Scheme["prepare"] = keyOf;

export const matches: Scheme["matches"] = (key, candidates, content) =>
  isAmong(digest(key as DigestKey, content), candidates);

export const sign: Signer["sign"] = (secret, signature, content) =>
  digest(keyOf(secret, signature), content);
