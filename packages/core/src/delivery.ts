import { utf8 } from "./utf8.ts";

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
  /** As it was sent, where a receiver has undone a content coding. */
  readonly codedBody?: Uint8Array;
}

/** A delivery whose body may also be text, which is taken as UTF-8. */
export interface DeliveryInput extends Omit<Delivery, "body" | "codedBody"> {
  readonly body: Uint8Array | ArrayBuffer | string;
}

/** The bytes of a body; `undefined` for a parsed one, which can't be turned back into what was signed. */
export function bodyBytes(body: unknown): Uint8Array | undefined {
  if (typeof body === "string") return utf8(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  return body instanceof Uint8Array ? body : undefined;
}

/** The value under a name in any case; mostly it stands there in lower case. */
function recordValue(
  headers: Exclude<DeliveryHeaders, Headers>,
  name: string,
): string | readonly string[] | undefined {
  if (headers[name] !== undefined) return headers[name];
  for (const key in headers) {
    if (key.length === name.length && key.toLowerCase() === name) return headers[key];
  }
  return undefined;
}

/**
 * Known by its function, which no record of texts has: where nobody has used `Headers`, Node loads all of Fetch when it is
 * named, which takes longer than a hundred verifications.
 */
const isHeaders = (headers: DeliveryHeaders): headers is Headers =>
  typeof headers.get === "function";

/** A header's value; several of one name are joined by ", " as Fetch does; absent and empty are `undefined`. */
export function readHeader(headers: DeliveryHeaders, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) || undefined;
  const value = recordValue(headers, name);
  return (typeof value === "object" ? value.join(", ") : value) || undefined;
}
