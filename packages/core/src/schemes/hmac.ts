import { type HmacKey, hmac } from "#crypto";
import { isAmong } from "../is-among.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { HmacSignature } from "../signature.ts";
import type { BytesEncoding } from "../text-encoding.ts";

/** HMAC, RFC 2104. Checking and signing are apart, for most applications only check. */
export const hmacScheme: Scheme = {
  prepare: (secret, signature): HmacKey => ({ secret, hash: (signature as HmacSignature).hash }),
  matches: (key, candidates, content, encoding) => {
    const mac = hmac(key as HmacKey, content, encoding as BytesEncoding);
    // Where it can be had at once, nothing waits for it.
    return typeof mac === "string"
      ? isAmong(mac, candidates)
      : mac.then((text) => isAmong(text, candidates));
  },
};

export const hmacSigner: Signer = {
  sign: (secret, signature, content) => {
    const { hash, encoding } = signature as HmacSignature;
    return hmac({ secret, hash }, content, encoding);
  },
};
