import type { EndpointSecret } from "./endpoint.ts";
import type { PreparedEvent } from "./event.ts";
import type { ExchangeResult } from "./reply-reader.ts";

/** Stands for what is not kept; it is shorter than that. */
const mark = "[redacted]";

/** No signature and no secret that may sign is shorter. */
const minLength = 16;

const separators = /[\s,;:"'()]+/;
const hex = /^([0-9a-f]{2})+$/i;
const ascii = /^[\x21-\x7e]+$/;
const prefix = /^[a-z0-9]+[_=]/i;

/** How programs write bytes. */
function textsOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const inHex = buffer.toString("hex");
  const inBase64 = buffer.toString("base64").replace(/=+$/, "");
  return [inHex, inHex.toUpperCase(), inBase64, buffer.toString("base64url")];
}

/** The ways in which a word is likely to come back: itself, escaped in JSON or a URL, and its bytes. */
function spellingsOf(word: string): readonly string[] {
  const bytes = Buffer.from(word, hex.test(word) ? "hex" : "base64");
  const plain = Buffer.from(word);
  const escaped = ascii.test(word) ? [word.replaceAll("/", "\\/"), encodeURIComponent(word)] : [];
  // As the body is read: a character for each byte.
  const all = [plain.toString("latin1"), word.replace(/=+$/, ""), ...escaped];
  return [...all, ...textsOf(bytes), ...textsOf(plain)].filter(({ length }) => length >= minLength);
}

/** Those of a text that says how they are made: `v1,<base64>`, `whsec_<base64>`, `sha256=<hex>`. */
function wordsIn(text: string): readonly string[] {
  const words: string[] = [];
  for (const word of text.split(separators)) {
    if (word.length < minLength) continue;
    words.push(word);
    const rest = word.replace(prefix, "");
    if (rest.length >= minLength && rest !== word) words.push(rest);
  }
  return words;
}

/** Those of the headers that signing has added. The event's id and type are no secrets, and replies tell them. */
function signedWords(signed: Sent["signed"], { id, type }: PreparedEvent): readonly string[] {
  const words: string[] = [];
  for (const name of Object.keys(signed)) {
    const text = signed[name] ?? "";
    const mayHold = text.length >= minLength && text !== id && text !== type;
    if (mayHold) words.push(...wordsIn(text));
  }
  return words;
}

/** How long a word is at least in any spelling: those that were hex in base64, all others without padding. */
const leastLength = (word: string): number =>
  hex.test(word) ? Math.floor((word.length * 2) / 3) : word.length - 2;

/** What was sent, and must not be kept if it comes back. */
export interface Sent {
  readonly event: PreparedEvent;
  readonly secrets: readonly EndpointSecret[];
  /** The headers that signing has added. */
  readonly signed: Readonly<Record<string, string>>;
  readonly maxReplyBytes: number;
}

/** Takes secrets and signatures out of replies: some endpoints send back what they got, or what they expected. */
export class Redaction {
  readonly #bySecrets = new WeakMap<readonly EndpointSecret[], readonly string[]>();

  /** The reply without them. Where nothing in it is as long as they are, it is not looked through. */
  redact(reply: ExchangeResult, { event, secrets, signed, maxReplyBytes }: Sent): ExchangeResult {
    const { headers, body } = reply;
    let longest = body.length;
    for (const name of Object.keys(headers)) {
      longest = Math.max(longest, name.length, headers[name]?.length ?? 0);
    }
    const ofSecrets = this.#ofSecrets(secrets);
    const words = signedWords(signed, event);
    const isShort =
      // The shortest stands last.
      longest < (ofSecrets.at(-1)?.length ?? Number.POSITIVE_INFINITY) &&
      words.every((word) => longest < leastLength(word));
    if (isShort) return reply;

    // What holds another goes first.
    const spellings = [...ofSecrets, ...words.flatMap(spellingsOf)].sort(
      (a, b) => b.length - a.length,
    );
    const clean = (text: string): string => {
      let cleaned = text;
      for (const one of spellings) {
        if (cleaned.includes(one)) cleaned = cleaned.replaceAll(one, mark);
      }
      return cleaned;
    };
    const cleanHeaders: Record<string, string> = {};
    for (const name of Object.keys(headers)) cleanHeaders[clean(name)] = clean(headers[name] ?? "");
    const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString("latin1");
    let cleaned = clean(text);
    if (body.length === maxReplyBytes) cleaned = withoutEnd(cleaned, spellings);
    return {
      ...reply,
      headers: cleanHeaders,
      body: cleaned === text ? body : new Uint8Array(Buffer.from(cleaned, "latin1")),
    };
  }

  #ofSecrets(secrets: readonly EndpointSecret[]): readonly string[] {
    const known = this.#bySecrets.get(secrets);
    if (known) return known;
    const spellings = secrets.flatMap(({ value }) =>
      typeof value === "string"
        ? wordsIn(value).flatMap(spellingsOf)
        : [...textsOf(value), Buffer.from(value).toString("latin1")],
    );
    const made = [...new Set(spellings)]
      .filter(({ length }) => length >= minLength)
      .sort((a, b) => b.length - a.length);
    this.#bySecrets.set(secrets, made);
    return made;
  }
}

/** A body that was cut may end with the beginning of one. */
function withoutEnd(text: string, spellings: readonly string[]): string {
  const end = text.slice(-512);
  for (const one of spellings) {
    for (let length = one.length - 1; length >= 8; length--) {
      if (end.endsWith(one.slice(0, length))) return text.slice(0, -length) + mark.slice(0, length);
    }
  }
  return text;
}
