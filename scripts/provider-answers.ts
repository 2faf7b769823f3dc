/** The five questions of `new:provider`, and what their answers say of a provider's scheme. */

/** Where a value stands: a header, or a part of one that begins with a prefix; or a path into the JSON body. */
export type Place =
  | { readonly header: string; readonly split?: string; readonly prefix?: string }
  | { readonly json: string };

export type Unit = "s" | "ms" | "iso";

/** A header as it is sent, and its value with `{signature}`, `{timestamp}`, `{id}` and `{type}` in their places. */
export interface Header {
  readonly name: string;
  readonly template: string;
}

export interface Places {
  readonly headers: readonly Header[];
  readonly signature: Place;
  readonly timestamp?: Place & { readonly unit: Unit };
  readonly id?: Place;
  readonly type?: Place;
}

export type Scheme =
  | { readonly scheme: "token" }
  | {
      readonly scheme: "hmac" | "ed25519";
      readonly hash?: string;
      readonly encoding: string;
      readonly content: string;
    };

export interface SecretFormat {
  readonly prefix?: string;
  readonly encoding: string;
}

export interface Answers {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly places: Places;
  readonly scheme: Scheme;
  /** Nothing: the secret's text is the key. */
  readonly secret?: SecretFormat;
}

export interface Question {
  /** Also the name of the option that answers it. */
  readonly key: "name" | "docs" | "where" | "signed" | "secret";
  readonly text: string;
  readonly hint: string;
  readonly fallback?: string;
}

/** The questions about a provider, in their order. */
export function questionsFor(id: string): readonly Question[] {
  const name = id.replaceAll(
    /(^|-)(.)/g,
    (_, dash: string, letter: string) => `${dash && " "}${letter.toUpperCase()}`,
  );
  return [
    { key: "name", text: "What is it called?", hint: "As it writes itself.", fallback: name },
    { key: "docs", text: "Which page describes the signature?", hint: "An https address." },
    {
      key: "where",
      text: "Where does it say what?",
      hint: [
        "Headers, or paths into the JSON body, joined by |, with {signature}, {timestamp}, {id} and {type}:",
        "Acme-Time: {timestamp} | Acme-Signature: v1={signature} | json id: {id} | json type: {type}",
        "A time is in seconds, unless it is {timestamp:ms} or {timestamp:iso}.",
      ].join("\n    "),
    },
    {
      key: "signed",
      text: "What is signed, and how?",
      hint: [
        "HMAC-SHA1, -SHA256, -SHA384 or -SHA512, or Ed25519; hex, base64 or base64url; and a template of {body},",
        "{timestamp}, {id}, {url}, {path} and {method}: HMAC-SHA256 hex of {timestamp}.{body}",
        "Or: token, where the header holds the secret itself.",
      ].join("\n    "),
      fallback: "HMAC-SHA256 hex of {body}",
    },
    {
      key: "secret",
      text: "How does the secret become the key?",
      hint: "text, hex, base64, or base64 after whsec_ (a prefix that is cut off). A public key is hex or base64.",
      fallback: "text",
    },
  ];
}

/** Thrown for an answer that can't be used; the message says why. */
export class AnswerError extends Error {}

function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AnswerError(message);
}

export function checkId(id: string, taken: readonly string[]): void {
  demand(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id),
    `"${id}" is no id: lower-case letters, digits and single hyphens, a letter first`,
  );
  demand(id !== "all", '"all" is the list of all presets');
  demand(!taken.includes(id), `there is a preset "${id}" already`);
}

function readName(text: string): string {
  demand(/^[^"\\`*/\p{Cc}]+$/u.test(text), "a name, please, without quotes, slashes or asterisks");
  return text;
}

function readDocs(text: string): string {
  const isAddress = /^https:\/\/[^\s"\\*]+$/.test(text) && URL.canParse(text);
  demand(isAddress, `"${text}" is no https address`);
  return text;
}

const placeholder = /\{(\w+)(?::(\w+))?\}/;
const names = ["signature", "timestamp", "id", "type"];
const separators = [", ", ",", ";", "&", " "];

/** The parts of a header's value, of which each holds one name, at its end. */
function partsOf({ name, template }: Header): { split?: string; parts: readonly string[] } {
  const count = template.split(/\{\w/).length - 1;
  if (count <= 1) return { parts: [template] };
  const split = separators.find(
    (one) => template.split(one).filter((part) => placeholder.test(part)).length === count,
  );
  demand(split, `${name}: its values are not separated by a comma, semicolon, space or &`);
  return { split, parts: template.split(split) };
}

function readPlaces(text: string): Places {
  const headers: Header[] = [];
  const found = new Map<string, Place & { unit?: string }>();
  const put = (name: string, unit: string | undefined, place: Place): void => {
    demand(names.includes(name), `{${name}} is none of {${names.join("}, {")}}`);
    demand(!found.has(name), `{${name}} stands in two places`);
    demand(unit === undefined || name === "timestamp", `{${name}} has no unit`);
    demand(/^(s|ms|iso)$/.test(unit ?? "s"), `a time is in s, ms or iso, not ${unit}`);
    found.set(name, name === "timestamp" ? { ...place, unit: unit ?? "s" } : place);
  };
  for (const piece of text.split("|").map((one) => one.trim())) {
    const json = /^json ([\w-]+(?:\.[\w-]+)*): ?\{(\w+)(?::(\w+))?\}$/.exec(piece);
    if (json) {
      const [, path = "", name = "", unit] = json;
      demand(name !== "signature", "a signature in the body is beyond these questions");
      put(name, unit, { json: path });
      continue;
    }
    const [, name, template] = /^([A-Za-z0-9-]+): ?(.*\{.*)$/.exec(piece) ?? [];
    demand(name && template, `"${piece}" is neither "Header-Name: {…}" nor "json path: {…}"`);
    const header = { name, template };
    headers.push(header);
    const { split, parts } = partsOf(header);
    for (const part of parts) {
      const [whole, key = "", unit] = placeholder.exec(part) ?? [];
      if (whole === undefined) continue;
      demand(part.endsWith(whole), `${name}: something stands behind {${key}}`);
      const prefix = part.slice(0, -whole.length);
      put(key, unit, {
        header: name.toLowerCase(),
        ...(split && { split }),
        ...(prefix && { prefix }),
      });
    }
  }
  demand(found.has("signature"), "no header holds {signature}");
  return { headers, ...Object.fromEntries(found) } as unknown as Places;
}

function readScheme(text: string, places: Places): Scheme {
  if (text === "token") return { scheme: "token" };
  const pattern = /^(?:HMAC-SHA-?(1|256|384|512)|(Ed25519)),? (hex|base64|base64url) of (.+)$/i;
  const [, bits, key, encoding, content] = pattern.exec(text) ?? [];
  demand(encoding && content, `"${text}" is not like "HMAC-SHA256 hex of {timestamp}.{body}"`);
  const used = Array.from(content.matchAll(/\{(.*?)\}/g), ([, name = ""]) => name);
  const known = ["body", "timestamp", "id", "url", "path", "method"];
  const unknown = used.find((name) => !known.includes(name));
  demand(unknown === undefined, `{${unknown}} is none of {${known.join("}, {")}}`);
  demand(used.filter((name) => name === "body").length === 1, "{body} is to be signed, once");
  for (const name of ["timestamp", "id"] as const) {
    demand(!used.includes(name) || places[name], `{${name}} is signed, and stands nowhere`);
  }
  const hash = key ? {} : { hash: `SHA-${bits}` };
  return { scheme: key ? "ed25519" : "hmac", ...hash, encoding: encoding.toLowerCase(), content };
}

function readSecret(text: string, { scheme }: Scheme): SecretFormat | undefined {
  const pattern = /^(text|hex|base64|base64url)(?: after (\S+))?$/;
  const [, encoding, prefix] = pattern.exec(text) ?? [];
  demand(encoding, `"${text}" is not text, hex, base64, or base64 after a prefix`);
  demand(encoding !== "text" || !prefix, "text is the key as it stands, its prefix included");
  demand(scheme !== "token" || encoding === "text", "a token is compared as text");
  demand(scheme !== "ed25519" || encoding !== "text", "a public key is hex or base64");
  return encoding === "text" ? undefined : { ...(prefix && { prefix }), encoding };
}

/** Reads the answers, in the order of the questions. What they leave open, the types of the literal leave open too. */
export function readAnswers(id: string, texts: Readonly<Record<Question["key"], string>>): Answers {
  const places = readPlaces(texts.where);
  const scheme = readScheme(texts.signed, places);
  const secret = readSecret(texts.secret, scheme);
  const name = readName(texts.name);
  return { id, name, docs: readDocs(texts.docs), places, scheme, ...(secret && { secret }) };
}
