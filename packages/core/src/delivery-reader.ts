import { type Delivery, readHeader } from "./delivery.ts";
import type { ContentSource, Field, JsonField, OneOrMore } from "./provider.ts";

/** What a verified token says. */
export type Claims = Readonly<Record<string, unknown>>;

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

/** Reads fields out of one delivery. Nothing is decoded or parsed before a field asks for it. */
export class DeliveryReader {
  readonly delivery: Delivery;
  /** Those of the token, once it is verified. */
  readonly claims: Claims | undefined;
  #parsed: { readonly json: unknown } | undefined;

  constructor(delivery: Delivery, claims?: Claims) {
    this.delivery = delivery;
    this.claims = claims;
  }

  /** What a function of a preset's own may read. */
  source(url: string = this.delivery.url): ContentSource {
    const { delivery } = this;
    return {
      delivery,
      url,
      json: () => this.json(),
      form: () => this.form(),
      read: (field) => this.read(field),
    };
  }

  /** The body as JSON, parsed once, or `undefined` where it isn't JSON in UTF-8. */
  json(): unknown {
    this.#parsed ??= { json: parseJson(() => utf8Decoder.decode(this.delivery.body)) };
    return this.#parsed.json;
  }

  /** The body as a form. */
  form(): URLSearchParams {
    return new URLSearchParams(new TextDecoder().decode(this.delivery.body));
  }

  /** What a field holds, be it text or not. */
  value(field: Field): unknown {
    const { body, headers, url } = this.delivery;
    const held =
      "header" in field
        ? readHeader(headers, field.header)
        : "query" in field
          ? new URLSearchParams(url.replace(/^[^?]*/, "")).get(field.query)
          : "body" in field
            ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(body)
            : "form" in field && this.form().get(field.form);
    const path = "claim" in field ? field.claim : (field as JsonField).json;
    if (path === undefined) return held;
    let found =
      "claim" in field
        ? this.claims
        : held === false
          ? this.json()
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
  }

  /** The text of the first field that is present and not empty. */
  read(fields: OneOrMore<Field> | undefined): string | undefined {
    if (Array.isArray(fields)) {
      return fields.reduce<string | undefined>((text, one) => text ?? this.read(one), undefined);
    }
    const found = fields && this.value(fields as Field);
    // Larger numbers lose digits when parsed, so two ids could become one: they don't count.
    const counts = typeof found === "string" ? found : Number.isSafeInteger(found);
    return counts ? String(found) : undefined;
  }
}
