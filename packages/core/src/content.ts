import { utf8 } from "./utf8.ts";

/** What is signed: text (as UTF-8), bytes, and text again. */
export type Content = readonly [before: string, body: Uint8Array, after: string];

/**
 * Fills a template that holds `{body}`. The body's bytes are passed on as they are: nothing is ever replaced in them.
 *
 * @param values what the template's other names stand for
 * @returns `undefined` when a value is missing, or when an id holds the separator that follows it, for then two
 * different deliveries would have the same content
 */
export function fillContent(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
): Content | undefined {
  let isWhole = true;
  const [before = "", after = ""] = template.split("{body}").map((text) =>
    text.replace(/\{(\w+)\}(?=(.?))/g, (_, name: string, next: string) => {
      const value = values[name];
      if (!value || (name === "id" && next && value.includes(next))) isWhole = false;
      return value as string;
    }),
  );
  return isWhole ? [before, body, after] : undefined;
}

/** The content as one run of bytes; a content that is the body alone is not copied. */
export function joinContent([before, body, after]: Content): Uint8Array<ArrayBuffer> {
  if (!before && !after) return body as Uint8Array<ArrayBuffer>;
  const head = utf8(before);
  const tail = utf8(after);
  const bytes = new Uint8Array(head.length + body.length + tail.length);
  bytes.set(head);
  bytes.set(body, head.length);
  bytes.set(tail, head.length + body.length);
  return bytes;
}
