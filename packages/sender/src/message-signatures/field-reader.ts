import { WebhookError } from "@hooks/core";

/** A member of Signature-Input: the components that a signature covers, and its parameters. */
export interface InnerList {
  readonly items: readonly Item[];
  readonly params: Params;
}

/** A string with parameters. */
export interface Item {
  readonly value: string;
  readonly params: Params;
}

/** Parameters in their order. A flag has the value `true`. */
export type Params = ReadonlyMap<string, string | number | true>;

const maxFieldLength = 16_384;
const maxMembers = 16;
const maxItems = 64;
const maxParams = 16;

const malformed = (): WebhookError => new WebhookError("signature_malformed");

const ows = /[ \t]*/y;
const sp = / */y;
const key = /[a-z*][a-z0-9_.*-]*/y;
const text = /"(?:[ !#-[\]-~]|\\["\\])*"/y;
const integer = /-?\d{1,15}(?![\d.])/y;
const bytes = /:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?:/y;

/** Reads what RFC 9421 and RFC 9530 use of structured fields (RFC 8941), and nothing else. */
class FieldReader {
  readonly #field: string;
  #at = 0;

  constructor(field: string) {
    if (field.length > maxFieldLength) throw malformed();
    this.#field = field;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#field.length;
  }

  /** What matches here, if anything does. */
  match(syntax: RegExp): string | undefined {
    syntax.lastIndex = this.#at;
    const [found] = syntax.exec(this.#field) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  take(syntax: RegExp): string {
    const found = this.match(syntax);
    if (found === undefined) throw malformed();
    return found;
  }

  skips(character: string): boolean {
    const isThere = this.#field.startsWith(character, this.#at);
    if (isThere) this.#at += character.length;
    return isThere;
  }

  expect(character: string): void {
    if (!this.skips(character)) throw malformed();
  }

  string(): string {
    return this.take(text).slice(1, -1).replace(/\\(.)/g, "$1");
  }

  params(): Params {
    const params = new Map<string, string | number | true>();
    while (this.skips(";")) {
      this.take(sp);
      const name = this.take(key);
      if (params.has(name) || params.size === maxParams) throw malformed();
      params.set(name, this.skips("=") ? this.#bareItem() : true);
    }
    return params;
  }

  #bareItem(): string | number {
    const number = this.match(integer);
    return number === undefined ? this.string() : Number(number);
  }
}

/** Reads a dictionary. A key that is there twice is refused, although the last one would count. */
function readDictionary<Member>(
  field: string,
  readMember: (reader: FieldReader) => Member,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const reader = new FieldReader(field);
  reader.take(sp);
  while (!reader.isAtEnd) {
    const name = reader.take(key);
    reader.expect("=");
    if (members.has(name) || members.size === maxMembers) throw malformed();
    members.set(name, readMember(reader));
    reader.take(ows);
    if (reader.isAtEnd) break;
    reader.expect(",");
    reader.take(ows);
    if (reader.isAtEnd) throw malformed();
  }
  return members;
}

function readInnerList(reader: FieldReader): InnerList {
  const items: Item[] = [];
  reader.expect("(");
  let isApart = true;
  for (;;) {
    isApart = reader.take(sp) !== "" || isApart;
    if (reader.skips(")")) return { items, params: reader.params() };
    if (!isApart || items.length === maxItems) throw malformed();
    items.push({ value: reader.string(), params: reader.params() });
    isApart = false;
  }
}

function readBytes(reader: FieldReader): Uint8Array {
  const encoded = reader.take(bytes).slice(1, -1);
  const decoded = Buffer.from(encoded, "base64");
  // The last bits may differ, so that one value had several spellings.
  if (decoded.toString("base64") !== encoded) throw malformed();
  return decoded;
}

/**
 * Reads the field Signature-Input.
 *
 * @throws WebhookError `signature_malformed`, as do the others; also for more than 16,384 characters, 16 signatures or
 * 64 components, and for values that no registered parameter has
 */
export const readSignatureInput = (field: string): ReadonlyMap<string, InnerList> =>
  readDictionary(field, readInnerList);

/** Reads a dictionary of byte sequences: the fields Signature and Content-Digest. */
export const readByteSequences = (field: string): ReadonlyMap<string, Uint8Array> =>
  readDictionary(field, readBytes);
