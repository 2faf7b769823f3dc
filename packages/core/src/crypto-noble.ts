import { hmac as nobleHmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256 as nobleSha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { type Content, joinContent } from "./content.ts";
import type { HmacKey } from "./crypto-web.ts";
import { type BytesEncoding, encodeBytes } from "./text-encoding.ts";

const hashes = {
  "SHA-1": sha1,
  "SHA-256": nobleSha256,
  "SHA-384": sha384,
  "SHA-512": sha512,
} as const;

/** The keyed hash of `content` (RFC 2104), as text, without help from the runtime. */
export function hmac({ hash, secret }: HmacKey, content: Content, encoding: BytesEncoding): string {
  return encodeBytes(nobleHmac(hashes[hash], secret, joinContent(content)), encoding);
}

/** The SHA-256 of `bytes`, in hex. */
export function sha256(bytes: Uint8Array): string {
  return encodeBytes(nobleSha256(bytes), "hex");
}
