import { decodeText } from "../decode-text.ts";
import { isAmong } from "../is-among.ts";
import type { TokenSignature } from "../provider.ts";
import type { Scheme, Signer } from "../scheme.ts";
import { encodeBytes } from "../text-encoding.ts";
import { timingSafeEqual } from "../timing-safe-equal.ts";
import { WebhookError } from "../webhook-error.ts";

/** The secret itself is sent, so it has to be text: the bytes of others would all become the same character. */
export const prepare: Scheme["prepare"] = (secret, signature) => {
  const { encoding = "base64" } = signature as Partial<TokenSignature>;
  const sent = decodeText(encodeBytes(secret, encoding), encoding);
  if (sent && timingSafeEqual(sent, secret)) return secret;
  throw new WebhookError("secret_invalid", "a secret that is sent as text is not text");
};

export const matches: Scheme["matches"] = (secret, candidates, _content, encoding) =>
  isAmong(encodeBytes(secret as Uint8Array, encoding), candidates);

export const sign: Signer["sign"] = (secret, signature) =>
  encodeBytes(secret, (signature as TokenSignature).encoding);
