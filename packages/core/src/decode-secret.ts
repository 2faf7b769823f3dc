import { decodeText } from "./decode-text.ts";
import { parseJson } from "./delivery-reader.ts";
import { type SecretValue, secretBytes } from "./secrets.ts";
import type { SecretFormat } from "./signature.ts";
import { utf8 } from "./utf8.ts";

/** The base64 between the lines of a PEM text; nothing where there are no such lines. */
const pemBody = (text: string): string =>
  text.match(/^\s*-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END [A-Z0-9 ]+-----\s*$/)?.[1] ?? "";

/** The key's bytes under a format, or `undefined` where the secret is not of it or can't be a secret at all. */
export function decodeSecret(
  value: SecretValue,
  { prefix = "", prefixRequired = false, encoding = "utf8", loose }: SecretFormat = {},
): Uint8Array | undefined {
  if (encoding === "pem" && typeof value === "string") {
    return decodeText(pemBody(value).replaceAll(/\s/g, ""), "base64");
  }
  if (encoding === "jwk") {
    const text = typeof value === "string" ? value : new TextDecoder().decode(value);
    return Object.hasOwn(Object(parseJson(() => text)), "kty") ? utf8(text) : undefined;
  }
  const plain = secretBytes(value);
  if (plain === undefined) return undefined;
  if (typeof value !== "string" || encoding === "pem") return prefixRequired ? undefined : plain;
  const hasPrefix = value.startsWith(prefix);
  if (prefixRequired && !hasPrefix) return undefined;
  const text = hasPrefix ? value.slice(prefix.length) : value;
  // Unlike a signature's, its spelling is the user's affair.
  const bytes = decodeText(encoding === "hex" ? text.toLowerCase() : text, encoding, loose);
  return bytes?.length ? bytes : undefined;
}
