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
 * none with the prefix, or with empty or padded parts (as when the header was sent twice).
 */
export function readParts(
  read: DeliveryReader["read"],
  fields: OneOrMore<Field>,
): readonly string[] | undefined {
  for (const field of listOf(fields)) {
    const text = read(field);
    if (!text) continue;
    const { split, prefix = "" } = field as HeaderField;
    const parts = split ? text.split(split) : [text];
    const chosen = parts.filter((part) => part.startsWith(prefix));
    const isClean = parts.every((part) => part && part.trim() === part);
    if (text.length > maxLength || chosen.length > maxParts || !isClean) return [];
    return chosen.map((part) => part.slice(prefix.length));
  }
  return undefined;
}
