import { type HmacKey, hmac } from "#crypto";
import { isAmong } from "../is-among.ts";
import type { HmacSignature } from "../provider.ts";
import type { Scheme, Signer } from "../scheme.ts";

/** HMAC, RFC 2104. */
export const prepare: Scheme["prepare"] = (secret, signature): HmacKey => ({
  secret,
  hash: (signature as HmacSignature).hash,
});

export const matches: Scheme["matches"] = async (key, candidates, content, encoding) =>
  isAmong(await hmac(key as HmacKey, content, encoding), candidates);

export const sign: Signer["sign"] = (secret, signature, content) => {
  const { hash, encoding } = signature as HmacSignature;
  return hmac({ secret, hash }, content, encoding);
};
