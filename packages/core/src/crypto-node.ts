import type { KeyObject } from "node:crypto";
import type { Content } from "./content.ts";
import type { HmacKey } from "./crypto-web.ts";
import { onDemand } from "./on-demand.ts";
import type { BytesEncoding } from "./text-encoding.ts";

export type { HmacKey };

/** Takes longer to load than all of core, so that an application which only starts does not wait for it. */
const nodeCrypto = /* @__PURE__ */ onDemand(() => import("node:crypto"));

type NodeCrypto = typeof import("node:crypto");

/** As OpenSSL calls them. */
const names = {
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
} as const;

function hmacBy(
  { createHmac, createSecretKey }: NodeCrypto,
  key: HmacKey,
  [before, body, after]: Content,
  encoding: BytesEncoding,
): string {
  // Given bytes, createHmac finds out at length that they are no key object.
  key.prepared ??= createSecretKey(key.secret);
  const mac = createHmac(names[key.hash], key.prepared as KeyObject);
  if (before) mac.update(before);
  mac.update(body);
  if (after) mac.update(after);
  return mac.digest(encoding);
}

/** The keyed hash of `content` (RFC 2104), as text, without joining the content's parts; at once, but for the first. */
export function hmac(
  key: HmacKey,
  content: Content,
  encoding: BytesEncoding,
): string | Promise<string> {
  const crypto = nodeCrypto();
  return crypto instanceof Promise
    ? crypto.then((loaded) => hmacBy(loaded, key, content, encoding))
    : hmacBy(crypto, key, content, encoding);
}

/** The SHA-256 of `bytes`, in hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { createHash } = await nodeCrypto();
  return createHash("sha256").update(bytes).digest("hex");
}
