import type { Encoding } from "./signature.ts";
import { encodeBytes, syntaxOf } from "./text-encoding.ts";
import { utf8 } from "./utf8.ts";

/**
 * Reads text back into bytes, or `undefined` unless the text is exactly what its encoding would write.
 *
 * @param loose base64 of either alphabet counts as well, padded or not, whatever its last bits
 */
export function decodeText(
  text: string,
  encoding: Encoding,
  loose?: boolean,
): Uint8Array | undefined {
  if (encoding === "utf8") return utf8(text);
  if (!loose && !syntaxOf[encoding].test(text)) return undefined;
  try {
    const bytes =
      encoding === "hex"
        ? Uint8Array.from(text.match(/../g) ?? [], (digits) => Number(`0x${digits}`))
        : Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
            character.charCodeAt(0),
          );
    return loose || encodeBytes(bytes, encoding) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
