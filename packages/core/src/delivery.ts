import { utf8 } from "./utf8.ts";
import { WebhookError } from "./webhook-error.ts";

/** Request headers: a `Headers` object, or a record as Node and most frameworks give it, names in any case. */
export type DeliveryHeaders =
  | Headers
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** One HTTP attempt, with the body as the exact bytes that were sent. */
export interface Delivery {
  readonly method: string;
  readonly url: string;
  readonly headers: DeliveryHeaders;
  readonly body: Uint8Array;
}

/** A delivery whose body may also be text, which is taken as UTF-8. */
export interface DeliveryInput extends Omit<Delivery, "body"> {
  readonly body: Uint8Array | ArrayBuffer | string;
}

/**
 * The bytes of a body.
 *
 * @throws WebhookError `body_unavailable` for anything that is not bytes or text: a parsed body can't be
 * turned back into what was signed.
 */
export function bodyBytes(body: DeliveryInput["body"]): Uint8Array {
  if (typeof body === "string") return utf8(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Uint8Array) return body;
  throw new WebhookError(
    "body_unavailable",
    "pass the body's bytes as received, not a parsed body",
  );
}

/** A header's value; several of one name are joined by ", " as Fetch does; absent and empty are `undefined`. */
export function readHeader(headers: DeliveryHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) || undefined;
  let value = headers[name];
  for (const key in value === undefined ? headers : {}) {
    if (key.toLowerCase() === name) value = headers[key];
  }
  return (Array.isArray(value) ? value.join(", ") : (value as string)) || undefined;
}
