import { type HmacKey, hmac } from "#crypto";
import { isAmong } from "../is-among.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { HmacSignature } from "../signature.ts";
import type { BytesEncoding } from "../text-encoding.ts";

/** HMAC, RFC 2104. Checking and signing are apart, for most applications only check. */
export const hmacScheme: Scheme = {
  prepare: (secret, signature): HmacKey => ({ secret, hash: (signature as HmacSignature).hash }),
  matches: async (key, candidates, content, encoding) =>
    isAmong(await hmac(key as HmacKey, content, encoding as BytesEncoding), candidates),
};

export const hmacSigner: Signer = {
  sign: (secret, signature, content) => {
    const { hash, encoding } = signature as HmacSignature;
    return hmac({ secret, hash }, content, encoding);
  },
};
