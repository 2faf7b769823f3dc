import { createHash, createHmac, hash as digestOf } from "node:crypto";
import type { Hash, HmacSignature } from "@hooks/core";

const blockBytes: Readonly<Record<Hash, number>> = {
  "SHA-1": 64,
  "SHA-256": 64,
  "SHA-384": 128,
  "SHA-512": 128,
};

/** What is longer goes to `createHmac`: beside the hash of so much, what that takes to begin is nothing. */
const maxJoinedBytes = 16_384;

/** A secret, ready to sign. */
export interface KeyedHashKey {
  readonly secret: Uint8Array;
  /** What RFC 2104 hashes before the content, and before the hash of that. */
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** Signs a text, bytes and a text, one behind the other. */
export interface KeyedHash {
  readonly keyOf: (secret: Uint8Array) => KeyedHashKey;
  readonly sign: (
    key: KeyedHashKey,
    content: readonly [before: string, body: Uint8Array, after: string],
    encoding: HmacSignature["encoding"],
  ) => string;
}

/**
 * The HMAC of RFC 2104 by two hashes that are each made in one call: `createHmac` makes an object that takes as long as
 * the hash of a usual delivery, and its collection as long again.
 */
export function keyedHash(hash: Hash): KeyedHash {
  const algorithm = hash.replace("-", "").toLowerCase();
  const size = blockBytes[hash];
  const joined = Buffer.alloc(size + maxJoinedBytes);

  return {
    keyOf: (secret) => {
      const bytes = secret.length > size ? createHash(algorithm).update(secret).digest() : secret;
      const pad = (byte: number): Buffer =>
        Buffer.from(Array.from({ length: size }, (_, i) => (bytes[i] ?? 0) ^ byte));
      return { secret: Uint8Array.from(secret), inner: pad(0x36), outer: pad(0x5c) };
    },
    sign: ({ secret, inner, outer }, [before, body, after], encoding) => {
      // A character takes three bytes at most.
      if (3 * (before.length + after.length) + body.length > maxJoinedBytes) {
        const mac = createHmac(algorithm, secret).update(before).update(body).update(after);
        return mac.digest(encoding);
      }
      joined.set(inner);
      let end = size + joined.write(before, size);
      joined.set(body, end);
      end += body.length;
      end += joined.write(after, end);
      const first = digestOf(algorithm, joined.subarray(0, end), "binary");
      joined.set(outer);
      end = size + joined.write(first, size, "latin1");
      return digestOf(algorithm, joined.subarray(0, end), encoding);
    },
  };
}
