import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Content } from "./content.ts";
import type { HmacKey } from "./crypto-web.ts";
import type { BytesEncoding } from "./text-encoding.ts";

export type { HmacKey };

/** The keyed hash of `content` (RFC 2104), as text; at once, and without joining the content's parts. */
export function hmac(
  key: HmacKey,
  [before, body, after]: Content,
  encoding: BytesEncoding,
): string {
  // Given bytes, createHmac finds out at length that they are no key object.
  key.prepared ??= createSecretKey(key.secret);
  const mac = createHmac(key.hash.replace("-", ""), key.prepared as KeyObject);
  if (before) mac.update(before);
  mac.update(body);
  if (after) mac.update(after);
  return mac.digest(encoding);
}

/** The SHA-256 of `bytes`, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
