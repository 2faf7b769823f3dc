import type { DeliveryReader } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import type { Field, HeaderField, OneOrMore } from "./provider.ts";

/** Characters: every signature header in use is far below, and a server's own limit is often far above. */
const maxLength = 8192;
const maxParts = 50;

/**
 * The texts that a signature or timestamp field holds: all parts that carry its prefix, which is cut off.
 *
 * `undefined` when the field is absent; an empty list when it is there and can't be used: too long, too many,
 * none with the prefix, or with parts that are empty or padded (as when the header was sent twice) or not of the syntax.
 */
export function readParts(
  read: DeliveryReader["read"],
  fields: OneOrMore<Field>,
  syntax: RegExp = /./,
): readonly string[] | undefined {
  for (const field of listOf(fields)) {
    const text = read(field);
    if (!text) continue;
    const { split, prefix = "", from, to } = field as HeaderField;
    const parts = split === undefined ? [text] : text.split(split);
    if (text.length > maxLength && !("body" in field)) return [];
    if (parts.some((part) => !part || part.trim() !== part)) return [];
    const chosen: string[] = [];
    for (const part of parts.slice(from, to)) {
      if (!part.startsWith(prefix)) continue;
      const candidate = part.slice(prefix.length);
      if (!syntax.test(candidate) || chosen.push(candidate) > maxParts) return [];
    }
    return chosen;
  }
  return undefined;
}
