import type { InnerList, Item } from "./field-reader.ts";
import { writeInnerList, writeItem } from "./write-field.ts";

/** A request, as far as a signature can cover it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** All values of a header, in their order; none where it is missing. */
  readonly header: (name: string) => readonly string[];
}

/** What `encodeURIComponent` leaves as it is, and forms don't. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function queryParam(url: URL, name: unknown): string | undefined {
  if (typeof name !== "string") return undefined;
  const values = Array.from(url.searchParams).filter(([one]) => encoded(one) === name);
  return values.length === 1 ? encoded(values[0]?.[1] ?? "") : undefined;
}

/** The URL without its fragment, which is not sent. */
const targetOf = ({ href, hash }: URL): string => href.slice(0, href.length - hash.length);

function derived({ method, url }: HttpRequest, { value, params }: Item): string | undefined {
  if (value === "@query-param") {
    return params.size === 1 ? queryParam(url, params.get("name")) : undefined;
  }
  if (params.size > 0) return undefined;
  switch (value) {
    case "@method":
      return method;
    case "@target-uri":
      return targetOf(url);
    case "@authority":
      return url.host;
    case "@scheme":
      return url.protocol.slice(0, -1);
    case "@request-target":
      return targetOf(url).slice(url.origin.length);
    case "@path":
      return url.pathname;
    case "@query":
      return url.search || "?";
    default:
      return undefined;
  }
}

function header(request: HttpRequest, { value, params }: Item): string | undefined {
  const values = params.size === 0 ? request.header(value) : [];
  const line = values.map((one) => one.replace(/^[ \t]+|[ \t]+$/g, "")).join(", ");
  // What is not ASCII has no one spelling, and a line break would begin another component.
  return values.length > 0 && /^[\t -~]*$/.test(line) ? line : undefined;
}

/** The component that keeps a base from being made, if there is one. */
export interface Uncovered {
  readonly component: string;
}

/** Makes the bytes that a signature is of (RFC 9421, section 2.5); each component once. */
export function signatureBase(request: HttpRequest, covered: InnerList): Uint8Array | Uncovered {
  const lines = new Map<string, string>();
  for (const item of covered.items) {
    const name = writeItem(item);
    const isName = /^@?[a-z0-9!#$%&'*+.^_`|~-]+$/.test(item.value);
    const value = item.value.startsWith("@") ? derived(request, item) : header(request, item);
    if (!isName || value === undefined || lines.has(name)) return { component: name };
    lines.set(name, `${name}: ${value}\n`);
  }
  return Buffer.from(
    `${[...lines.values()].join("")}"@signature-params": ${writeInnerList(covered)}`,
    "latin1",
  );
}
