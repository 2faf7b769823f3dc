import type { DeliveryReader } from "./delivery-reader.ts";
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
  reader: DeliveryReader,
  fields: OneOrMore<Field>,
  syntax: RegExp = /./,
): readonly string[] | undefined {
  const field = Array.isArray(fields) ? fields.find((one) => reader.read(one)) : (fields as Field);
  const text = reader.read(field);
  if (!text) return undefined;
  const { split, prefix = "", from = 0, to = 1 / 0 } = field as HeaderField;
  if (text.length > maxLength && !("body" in field)) return [];
  let chosen: string[] | undefined;
  for (let start = 0, place = 0; start <= text.length; place++) {
    const next = split === undefined ? -1 : text.indexOf(split, start);
    const end = next < 0 ? text.length : next;
    const part = text.slice(start, end);
    if (!part || part.trim() !== part) return [];
    start = end + (split?.length ?? 1);
    if (place < from || place >= to || !part.startsWith(prefix)) continue;
    const candidate = part.slice(prefix.length);
    if (!syntax.test(candidate)) return [];
    // Mostly there is one, and a list that begins empty makes room for many.
    if (chosen === undefined) chosen = [candidate];
    else if (chosen.push(candidate) > maxParts) return [];
  }
  return chosen ?? [];
}
