import { decodeText } from "./decode-text.ts";

/** What a certificate says of its key. */
export interface Certificate {
  /** SubjectPublicKeyInfo, in DER. */
  readonly publicKey: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

const sequence = 0x30;
const version = 0xa0;
const utcTime = 0x17;
const generalizedTime = 0x18;

/** Takes DER (X.690) to pieces, one level deep. @throws Error for what ends too soon */
function readElements(bytes: Uint8Array): readonly Element[] {
  const elements: Element[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const [tag = 0, first = 0] = rest;
    const digits = first < 0x80 ? 0 : first & 0x7f;
    const length =
      first < 0x80 ? first : rest.slice(2, 2 + digits).reduce((sum, digit) => sum * 256 + digit, 0);
    const start = 2 + digits;
    const end = start + length;
    if (digits > 3 || end > rest.length) throw new Error("the certificate is cut");
    elements.push({ tag, content: rest.slice(start, end), whole: rest.slice(0, end) });
    rest = rest.subarray(end);
  }
  return elements;
}

function contentOf(element: Element | undefined, tag = sequence): Uint8Array {
  if (element?.tag !== tag) throw new Error("the certificate is malformed");
  return element.content;
}

/** A time of RFC 5280, section 4.1.2.5; invalid where it is none. */
function readTime({ tag, content }: Element): Date {
  const text = new TextDecoder().decode(content);
  const digits = tag === utcTime ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}` : text;
  const isTime = tag === utcTime || tag === generalizedTime;
  const parts = isTime && digits.match(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/);
  if (!parts) return new Date(Number.NaN);
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * Reads the first certificate (X.509, RFC 5280) of a PEM text. Who issued it is not checked: it is trusted for the place
 * that it was fetched from.
 *
 * @throws Error for what is no certificate
 */
export function readCertificate(text: string): Certificate {
  const [, base64 = ""] =
    text.match(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/) ?? [];
  const bytes = decodeText(base64.replaceAll(/\s/g, ""), "base64") ?? new Uint8Array();
  const [signed] = readElements(contentOf(readElements(bytes)[0]));
  const fields = readElements(contentOf(signed));
  const [, , , validity, , publicKey] = fields[0]?.tag === version ? fields.slice(1) : fields;
  const [notBefore, notAfter] = readElements(contentOf(validity));
  contentOf(publicKey);
  if (!notBefore || !notAfter || !publicKey) throw new Error("the certificate is malformed");
  return {
    publicKey: publicKey.whole,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
  };
}
