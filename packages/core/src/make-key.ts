import type { Carriage, Scheme } from "./scheme.ts";
import { type LabelledSecret, secretBytes } from "./secrets.ts";
import type { Signature } from "./signature.ts";

/** Makes the key that a secret is, for this time and all others; `undefined` where it is none. */
export async function makeKey(
  { value, keys }: LabelledSecret,
  signature: Signature,
  scheme: Scheme,
  { secret: format }: Carriage,
): Promise<unknown> {
  // Most secrets are the key as they stand. How to decode the others is loaded when the first comes.
  const bytes = format?.encoding
    ? (await import("./decode-secret.ts")).decodeSecret(value, format)
    : secretBytes(value);
  const key = bytes && scheme.prepare(bytes, signature);
  keys.set(signature, key);
  return key;
}
