import { utf8 } from "./utf8.ts";

/** What is signed: text (as UTF-8), bytes, and text again. */
export type Content = readonly [before: string, body: Uint8Array, after: string];

/** These have a syntax of their own, or are not the sender's to choose; in the rest a separator would be ambiguous. */
const isFixed = /^(timestamp|url|path|method)$/;

/**
 * Fills a template that may hold `{body}` once. The body's bytes are passed on as they are: nothing is ever replaced
 * in them.
 *
 * @param valueNamed what the template's other names stand for
 * @returns `undefined` when a value is missing, or when an id holds the separator that follows it, for then two
 * different deliveries would have the same content
 */
export function fillContent(
  template: string,
  valueNamed: (name: string) => string | undefined,
  body: Uint8Array,
): Content | undefined {
  let isWhole = true;
  const [before = "", after] = template.split("{body}").map((text) =>
    text.replace(/\{(\w+)\}(?=(.?))/g, (_, name: string, next: string) => {
      const value = valueNamed(name);
      if (value === undefined || (next && !isFixed.test(name) && value.includes(next)))
        isWhole = false;
      return value as string;
    }),
  );
  if (!isWhole) return undefined;
  return after === undefined ? [before, new Uint8Array(), ""] : [before, body, after];
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
