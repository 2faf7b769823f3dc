import { type Content, joinContent } from "./content.ts";
import type { Hash } from "./signature.ts";
import { type BytesEncoding, encodeBytes } from "./text-encoding.ts";

/** A secret made ready for one hash function. */
export interface HmacKey {
  readonly hash: Hash;
  readonly secret: Uint8Array;
  /** What the runtime made of it, once it was needed. */
  prepared?: unknown;
}

/** The keyed hash of `content` (RFC 2104), as text; other runtimes give it at once. */
export const hmac: (
  key: HmacKey,
  content: Content,
  encoding: BytesEncoding,
) => string | Promise<string> = async (key, content, encoding) => {
  const { subtle } = globalThis.crypto ?? {};
  // Browsers have no WebCrypto on pages that did not come over a secure channel.
  if (!subtle) return (await import("./crypto-noble.ts")).hmac(key, content, encoding);
  const algorithm = { name: "HMAC", hash: key.hash };
  const secret = key.secret as Uint8Array<ArrayBuffer>;
  key.prepared ??= subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  const mac = await subtle.sign("HMAC", (await key.prepared) as CryptoKey, joinContent(content));
  return encodeBytes(new Uint8Array(mac), encoding);
};

/** The SHA-256 of `bytes`, in hex. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return (await import("./crypto-noble.ts")).sha256(bytes);
  const digest = await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return encodeBytes(new Uint8Array(digest), "hex");
}
