import { joinContent } from "../content.ts";
import { decodeText } from "../decode-text.ts";
import type { Scheme, Signer } from "../scheme.ts";
import type { Ed25519Signature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import { WebhookError } from "../webhook-error.ts";
import { signatureSize } from "./signature-size.ts";

/** DER before the 32 bytes of a seed, which together are a PKCS #8 key (RFC 8410, section 7). */
const pkcs8Head = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

async function signingKey(secret: Uint8Array): Promise<CryptoKey> {
  // Some providers keep the public key behind the seed.
  if (secret.length !== 32 && secret.length !== 64) {
    throw new WebhookError("secret_invalid", "an Ed25519 private key has 32 bytes");
  }
  const pkcs8 = Uint8Array.from([...pkcs8Head, ...secret.subarray(0, 32)]);
  return crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
}

/** Ed25519, RFC 8032, as the runtime's WebCrypto has it. */
export const prepare: Scheme["prepare"] = (secret) => {
  if (secret.length !== 32) {
    throw new WebhookError("secret_invalid", "an Ed25519 public key has 32 bytes");
  }
  const bytes = secret as Uint8Array<ArrayBuffer>;
  return crypto.subtle.importKey("raw", bytes, "Ed25519", false, ["verify"]);
};

export const matches: Scheme["matches"] = async (key, candidates, content, encoding) => {
  const publicKey = (await key) as CryptoKey;
  const bytes = joinContent(content);
  for (const candidate of candidates) {
    const signature = decodeText(candidate, encoding) as Uint8Array<ArrayBuffer> | undefined;
    if (signature?.length !== signatureSize(publicKey)) continue;
    if (await crypto.subtle.verify("Ed25519", publicKey, signature, bytes)) return true;
  }
  return false;
};

export const sign: Signer["sign"] = async (secret, signature, content) => {
  const key = await signingKey(secret);
  const bytes = await crypto.subtle.sign("Ed25519", key, joinContent(content));
  return encodeBytes(new Uint8Array(bytes), (signature as Ed25519Signature).encoding);
};
