import { decodeText } from "./decode-text.ts";
import type { SecretFormat } from "./provider.ts";
import { type SecretValue, secretBytes } from "./secrets.ts";

/** The key's bytes under a format, or `undefined` where the secret is not of it or can't be a secret at all. */
export function decodeSecret(
  value: SecretValue,
  { prefix = "", prefixRequired = false, encoding = "utf8" }: SecretFormat = {},
): Uint8Array | undefined {
  const plain = secretBytes(value);
  if (plain === undefined) return undefined;
  if (typeof value !== "string") return prefixRequired ? undefined : plain;
  const hasPrefix = value.startsWith(prefix);
  if (prefixRequired && !hasPrefix) return undefined;
  const bytes = decodeText(hasPrefix ? value.slice(prefix.length) : value, encoding);
  return bytes?.length ? bytes : undefined;
}
