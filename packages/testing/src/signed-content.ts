/** What a template's names stand for. */
export interface Message {
  readonly body: Uint8Array;
  readonly timestamp: string | undefined;
  readonly id: string;
  readonly url: string;
  /** The URL's path and query. */
  readonly path: string;
  readonly method: string;
  /** The form's own names. */
  readonly [field: string]: string | Uint8Array | undefined;
}

/** How many readings of one content are tried. */
const maxReadings = 200;

// One character for each byte, so that positions in text are positions in bytes.
const toLatin1 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What is signed for a message. */
export function fill(template: string, message: Message): Uint8Array<ArrayBuffer> {
  const utf8 = (text: string): string => toLatin1(new TextEncoder().encode(text));
  const content = template
    .split(/\{(\w+)\}/)
    .map((piece, i) => {
      if (i % 2 === 0) return utf8(piece);
      const value = message[piece] ?? "";
      return typeof value === "string" ? utf8(value) : toLatin1(value);
    })
    .join("");
  return toBytes(content);
}

/**
 * All messages, up to a limit, for which a template would give this content. Method and URL are the receiver's own,
 * so they are the same in each.
 */
export function readingsOf(template: string, content: Uint8Array, base: Message): Message[] {
  const [start = "", ...pieces] = template.split(/\{(\w+)\}/);
  const readings: Message[] = [];
  const read = (at: number, rest: string, found: Message): void => {
    const name = pieces[at];
    if (readings.length >= maxReadings) return;
    if (name === undefined) {
      if (rest === "") readings.push(found);
      return;
    }
    const separator = pieces[at + 1] ?? "";
    const isLast = at + 2 >= pieces.length;
    for (let end = isLast ? rest.length - separator.length : 0; end <= rest.length; end++) {
      if (!rest.startsWith(separator, end)) continue;
      const text = rest.slice(0, end);
      if (/^(url|path|method)$/.test(name) && text !== base[name]) continue;
      const value = name === "body" ? toBytes(text) : text;
      read(at + 2, rest.slice(end + separator.length), { ...found, [name]: value });
    }
  };
  const whole = toLatin1(content);
  if (whole.startsWith(start))
    read(0, whole.slice(start.length), { ...base, timestamp: undefined });
  return readings;
}

/** Are two messages the same in all that a template signs? */
export function isSameReading(template: string, a: Message, b: Message): boolean {
  return Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = ""]) => name).every(
    (name) => String(a[name]) === String(b[name]),
  );
}
