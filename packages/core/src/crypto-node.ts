import { createHash, createHmac } from "node:crypto";
import type { Content } from "./content.ts";
import type { HmacKey } from "./crypto-web.ts";
import type { Encoding } from "./provider.ts";

export type { HmacKey };

/** The keyed hash of `content` (RFC 2104), as text; at once, and without joining the content's parts. */
export function hmac(
  { hash, secret }: HmacKey,
  [before, body, after]: Content,
  encoding: Encoding,
): string {
  const mac = createHmac(hash.replace("-", ""), secret);
  if (before) mac.update(before);
  mac.update(body);
  if (after) mac.update(after);
  return mac.digest(encoding as "hex");
}

/** The SHA-256 of `bytes`, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
