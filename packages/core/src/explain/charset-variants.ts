import { utf8 } from "../utf8.ts";
import type { BodyVariant } from "./body-variants.ts";
import type { Finding } from "./explanation.ts";

/** Bytes 0x80 to 0x9f as windows-1252 has them. */
const windows = /* @__PURE__ */ Array.from({ length: 128 }, (_, i) => i + 128);

const isAscii = (body: Uint8Array): boolean => body.every((byte) => byte < 0x80);

/** The text with each character as one byte; `undefined` where one has none. */
function oneByteEach(text: string, byteOf: (character: string) => number | undefined) {
  const bytes = Array.from(text, byteOf);
  return bytes.includes(undefined) ? undefined : Uint8Array.from(bytes as number[]);
}

/** Bodies in another character set than the one that is here. */
export function* charsetVariants(body: Uint8Array, text: string): Generator<BodyVariant> {
  if (isAscii(body)) return;
  const found = (evidence: string): readonly Finding[] => [{ code: "body_charset", evidence }];
  const ofWindows = new Map(
    windows.map((byte) => [new TextDecoder("windows-1252").decode(Uint8Array.of(byte)), byte]),
  );
  const latin = oneByteEach(text, (one) =>
    one.charCodeAt(0) < 256 ? one.charCodeAt(0) : undefined,
  );
  if (latin) yield { findings: found("the signature is right with ISO 8859-1"), body: latin };
  const narrow = oneByteEach(text, (one) =>
    one.charCodeAt(0) < 128 ? one.charCodeAt(0) : ofWindows.get(one),
  );
  if (narrow) yield { findings: found("the signature is right with Windows-1252"), body: narrow };
  const wide = new TextDecoder("windows-1252").decode(body);
  yield { findings: found("the signature is right with UTF-8, of Windows-1252"), body: utf8(wide) };
  const bytes = Array.from(body, (byte) => String.fromCharCode(byte)).join("");
  yield { findings: found("the signature is right with UTF-8, of ISO 8859-1"), body: utf8(bytes) };
  const composed = text.normalize("NFC");
  const decomposed = text.normalize("NFD");
  yield {
    findings: found("the signature is right with composed characters"),
    body: utf8(composed),
  };
  yield {
    findings: found("the signature is right with decomposed characters"),
    body: utf8(decomposed),
  };
  if (!text.includes("\ufffd")) return;
  const lost: readonly Finding[] = [
    {
      code: "body_characters_lost",
      evidence: "the signature is right with one byte in their place",
    },
  ];
  const parts = text.split("\ufffd").map((part) => utf8(part));
  for (const byte of windows) {
    const whole = parts.flatMap((part, i) => (i === 0 ? [...part] : [byte, ...part]));
    yield { findings: lost, body: Uint8Array.from(whole) };
  }
}
