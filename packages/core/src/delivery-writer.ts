import type { Delivery } from "./delivery.ts";
import { DeliveryReader, parseJson } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import type { Field, OneOrMore } from "./provider.ts";
import { utf8 } from "./utf8.ts";

/** JSON with a value at a path; what stands in the way is replaced. */
function withValue(root: unknown, path: string, value: string): Record<string, unknown> {
  const [name = "", ...rest] = path.split(".");
  const held = Object(root) as Record<string, unknown>;
  const next = rest.length > 0 ? withValue(held[name], rest.join("."), value) : value;
  return Object.assign(Array.isArray(root) ? [...root] : {}, held, { [name]: next });
}

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Is there a way to write it? Of what is in the body, that is a member of its JSON or a field of its form. */
const isWritable = (field: Field): boolean =>
  "header" in field || "query" in field || ("form" in field ? !field.json : "json" in field);

/** The field that {@link DeliveryWriter} writes: a header, where it may be one. */
export function writableField(fields: OneOrMore<Field> | undefined): Field | undefined {
  const list = listOf(fields ?? []).filter(isWritable);
  return list.find((one) => "header" in one) ?? list[0];
}

/** A delivery that is being made. */
export class DeliveryWriter {
  readonly headers: Record<string, string> = {};
  readonly #delivery: Delivery;
  #url: string;
  #body: Uint8Array;
  #contentType = "application/json";

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
    this.#url = delivery.url;
    this.#body = delivery.body;
  }

  /** As it is now; what was given of its headers counts where nothing was written. */
  delivery(): Delivery & { readonly headers: Record<string, string> } {
    const given = this.#delivery.headers as Record<string, string>;
    const headers = { "content-type": this.#contentType, ...given, ...this.headers };
    return { ...this.#delivery, url: this.#url, headers, body: this.#body };
  }

  reader(): DeliveryReader {
    return new DeliveryReader(this.delivery());
  }

  /**
   * Writes a field. Parts that share a header are joined by its `split`; a body is written anew with the value in it.
   *
   * @returns whether it could: a body that is no JSON object has no members
   */
  write(field: Field, text: string): boolean {
    if ("header" in field) {
      const { header, split = "", prefix = "", json } = field;
      const before = this.headers[header];
      if (json === undefined) {
        this.headers[header] = (before === undefined ? "" : before + split) + prefix + text;
      } else {
        const held = parseJson(() => atob(before as string));
        this.headers[header] = btoa(JSON.stringify(withValue(held, json, text)));
      }
    } else if ("query" in field) {
      const mark = this.#url.includes("?") ? "&" : "?";
      this.#url += `${mark}${encodeURIComponent(field.query)}=${encodeURIComponent(text)}`;
    } else if ("form" in field) {
      const form = this.reader().form();
      form.set(field.form, text);
      this.#body = utf8(form.toString());
      this.#contentType = "application/x-www-form-urlencoded";
    } else if ("json" in field) {
      const json = this.#body.length === 0 ? {} : this.reader().json();
      if (!isObject(json)) return false;
      this.#body = utf8(JSON.stringify(withValue(json, field.json, text)));
    }
    return true;
  }
}
