import { utf8 } from "./utf8.ts";

/** What is signed: text (as UTF-8), bytes, and text again. */
export type Content = readonly [before: string, body: Uint8Array, after: string];

/** These have a syntax of their own, or are not the sender's to choose; in the rest a separator would be ambiguous. */
const isFixed = /^(timestamp|url|path|method)$/;

/** Template -> its text and, at the odd places, its names. Templates are written in literals, so they are few. */
const cut = /* @__PURE__ */ new Map<string, readonly string[]>();

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
  const parts = cut.get(template) ?? template.split(/\{(\w+)\}/);
  cut.set(template, parts);
  let before: string | undefined;
  let text = "";
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (i % 2 === 0) {
      text += part;
    } else if (part === "body") {
      before = text;
      text = "";
    } else {
      const value = valueNamed(part);
      const next = parts[i + 1]?.[0];
      if (value === undefined || (next && !isFixed.test(part) && value.includes(next))) return;
      text += value;
    }
  }
  return before === undefined ? [text, new Uint8Array(), ""] : [before, body, text];
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
