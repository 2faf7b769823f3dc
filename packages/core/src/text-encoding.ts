import type { Encoding } from "./signature.ts";

/** The encodings that any bytes can be written in. */
export type BytesEncoding = Exclude<Encoding, "utf8">;

/** What text of each encoding looks like; text that passes may still not be what the encoding would write. */
export const syntaxOf: Readonly<Record<Encoding, RegExp>> = {
  hex: /^(?:[\da-f]{2})+$/,
  base64: /^[a-z\d+/]+=*$/i,
  base64url: /^[\w-]+$/,
  utf8: /./,
};

/** Writes bytes as text. */
export function encodeBytes(bytes: Uint8Array, encoding: BytesEncoding): string {
  if (encoding === "hex") {
    let hex = "";
    for (const byte of bytes) hex += (byte + 256).toString(16).slice(1);
    return hex;
  }
  // One by one, for as arguments of one call they are more than the stack may hold.
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const text = btoa(binary);
  return encoding === "base64"
    ? text
    : text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
