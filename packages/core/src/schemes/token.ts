import { decodeText } from "../decode-text.ts";
import { isAmong } from "../is-among.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { Encoding, TokenSignature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import { timingSafeEqual } from "../timing-safe-equal.ts";
import { WebhookError } from "../webhook-error.ts";

const written = (secret: Uint8Array, encoding: Encoding): string =>
  encoding === "utf8" ? new TextDecoder().decode(secret) : encodeBytes(secret, encoding);

/** The secret itself is sent, so it has to be text: the bytes of others would all become the same character. */
export const prepare: Scheme["prepare"] = (secret, signature) => {
  const { encoding = "base64" } = signature as Partial<TokenSignature>;
  const sent = decodeText(written(secret, encoding), encoding);
  if (sent && timingSafeEqual(sent, secret)) return secret;
  throw new WebhookError("secret_invalid", "a secret that is sent as text is not text");
};

export const matches: Scheme["matches"] = (secret, candidates, _content, encoding) =>
  isAmong(written(secret as Uint8Array, encoding), candidates);

export const sign: Signer["sign"] = (secret, signature) =>
  written(secret, (signature as TokenSignature).encoding);
