import type { Signature } from "@hooks/core";
import type { EndpointSecret } from "./endpoint.ts";

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const hex = /^([0-9a-f]{2})+$/i;

/** The bytes of a secret that is to sign; `undefined` where it is not in the format of the signature's secrets. */
export function secretKey(
  value: EndpointSecret["value"],
  signature: Signature,
): Uint8Array | undefined {
  const format = ("secret" in signature && signature.secret) || {};
  const { prefix = "", signingPrefix = prefix, prefixRequired, encoding = "utf8" } = format;
  if (typeof value !== "string") return prefixRequired ? undefined : value;
  const hasPrefix = value.startsWith(signingPrefix);
  if (prefixRequired && !hasPrefix) return undefined;
  const text = hasPrefix ? value.slice(signingPrefix.length) : value;
  if (encoding === "base64") return base64.test(text) ? Buffer.from(text, "base64") : undefined;
  if (encoding === "hex") return hex.test(text) ? Buffer.from(text, "hex") : undefined;
  if (encoding === "base64url") return Buffer.from(text, "base64url");
  return Buffer.from(text);
}
