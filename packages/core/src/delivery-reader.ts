import { type Delivery, readHeader } from "./delivery.ts";
import type { Field, JsonField, OneOrMore } from "./provider.ts";

/** What a verified token says. */
export type Claims = Readonly<Record<string, unknown>>;

/** Reads fields out of one delivery. */
export interface DeliveryReader {
  readonly delivery: Delivery;
  /** Those of the token, once it is verified. */
  readonly claims?: Claims | undefined;
  /** The body as JSON, parsed once, or `undefined` where it isn't JSON in UTF-8. */
  readonly json: () => unknown;
  /** The body as a form. */
  readonly form: () => URLSearchParams;
  /** What a field holds, be it text or not. */
  readonly value: (field: Field) => unknown;
  /** The text of the first field that is present and not empty. */
  readonly read: (field: OneOrMore<Field> | undefined) => string | undefined;
}

/** Refuses what is not UTF-8. */
const utf8Decoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true });

/** The JSON of a text, or `undefined`, which JSON itself can't say. */
export function parseJson(text: () => string): unknown {
  try {
    return JSON.parse(text());
  } catch {
    return undefined;
  }
}

/** Makes the reader of one delivery. Nothing is decoded or parsed before a field asks for it. */
export function createReader(delivery: Delivery, claims?: Claims): DeliveryReader {
  let parsed: { readonly json: unknown } | undefined;

  const form = (): URLSearchParams => new URLSearchParams(new TextDecoder().decode(delivery.body));
  const json = (): unknown => {
    parsed ??= { json: parseJson(() => utf8Decoder.decode(delivery.body)) };
    return parsed.json;
  };

  const value = (field: Field): unknown => {
    const held =
      "header" in field
        ? readHeader(delivery.headers, field.header)
        : "query" in field
          ? new URLSearchParams(delivery.url.replace(/^[^?]*/, "")).get(field.query)
          : "body" in field
            ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(delivery.body)
            : "form" in field && form().get(field.form);
    const path = "claim" in field ? field.claim : (field as JsonField).json;
    if (path === undefined) return held;
    let found =
      "claim" in field
        ? claims
        : held === false
          ? json()
          : // Nothing of base64 comes behind the brace with which JSON begins.
            parseJson(() =>
              "header" in field && (held as string) < "{" ? atob(held as string) : (held as string),
            );
    // An empty path is the whole.
    for (const name of path === "" ? [] : path.split(".")) {
      // Own properties only, so that a path can't reach a prototype.
      const isOwn = Object.hasOwn(Object(found), name);
      found = isOwn ? (found as Record<string, unknown>)[name] : undefined;
    }
    return found;
  };

  const read: DeliveryReader["read"] = (fields) => {
    if (Array.isArray(fields)) {
      return fields.reduce<string | undefined>((text, one) => text ?? read(one), undefined);
    }
    const found = fields && value(fields as Field);
    // Larger numbers lose digits when parsed, so two ids could become one: they don't count.
    const counts = typeof found === "string" ? found : Number.isSafeInteger(found);
    return counts ? String(found) : undefined;
  };

  return { delivery, claims, json, form, value, read };
}
