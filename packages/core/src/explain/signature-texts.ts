import { decodeText } from "../decode-text.ts";
import { DeliveryReader } from "../delivery-reader.ts";
import type { Signature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import type { CauseCode } from "./causes.ts";
import { headersOf, signatureFields } from "./header-variants.ts";
import { headerValues, type Trial } from "./trial.ts";

/** A text that may be a signature, and where it is. */
export interface SignatureText {
  readonly place: string;
  readonly text: string;
  /** It is where the signature should be. */
  readonly isOwn: boolean;
}

const mostTexts = 24;
const mostHeaders = 100;
const maxLength = 4096;

/** The parts of a text that may be a signature: of some length, in hex, base64 or as a token. */
function partsOf(text: string): readonly string[] {
  const runs = text.match(/[\w.+/-]{16,}={0,2}/g) ?? [];
  const behind = runs.flatMap((run) => run.match(/[-_]([\dA-Za-z+/]{16,}={0,2})$/)?.[1] ?? []);
  const between = runs.flatMap((run) => run.split(".")).filter((part) => part.length >= 16);
  return [...runs, ...between, ...behind];
}

/** Texts of the delivery that may be a signature: those that stand where it should be come first. */
export function signatureTextsIn(
  { delivery }: Trial,
  signature: Signature,
): readonly SignatureText[] {
  const fields = signatureFields(signature);
  const own = headersOf(fields);
  const reader = new DeliveryReader(delivery);
  const ofFields = fields
    .filter((field) => !("header" in field || "body" in field))
    .map((field) => ({ place: "its field", isOwn: true, values: [reader.read(field) ?? ""] }));
  const ofHeaders = [...headerValues(delivery)]
    .slice(0, mostHeaders)
    .map(([place, values]) => ({ place, isOwn: own.includes(place), values }));
  const places = [...ofFields, ...ofHeaders].sort((a, b) => Number(b.isOwn) - Number(a.isOwn));
  const texts = places.flatMap(({ place, isOwn, values }) =>
    values
      .filter((value) => value.length <= maxLength)
      .flatMap((value) => {
        const bare = value.trim();
        // What is sent along as it is can have any characters.
        const whole = signature.scheme === "token" ? [bare, bare.replace(/^\w+[ =:]+/, "")] : [];
        return [...new Set([...partsOf(value), ...whole])].map((text) => ({ place, isOwn, text }));
      }),
  );
  return texts.slice(0, mostTexts);
}

/** The same bytes in the encoding that a signature has, and how they were written. */
export function* rewritten(
  text: string,
  signature: Signature,
): Generator<readonly [CauseCode | undefined, string, string]> {
  yield [undefined, "", text];
  if (signature.scheme === "jwt" || signature.scheme === "basic") return;
  const { encoding } = signature;
  if (encoding === "utf8") {
    const bytes = decodeText(text, "base64", true);
    if (bytes) yield ["signature_encoding", "it is in base64", new TextDecoder().decode(bytes)];
    return;
  }
  const hex = decodeText(text.toLowerCase(), "hex");
  const isUpper = signature.scheme === "digest" && signature.letters === "upper";
  const write = (bytes: Uint8Array): string =>
    isUpper ? encodeBytes(bytes, encoding).toUpperCase() : encodeBytes(bytes, encoding);
  if (hex) {
    const isHex = encoding === "hex";
    const evidence = isHex ? "its hex is in letters of the other case" : "it is in hex";
    yield ["signature_encoding", evidence, write(hex)];
  }
  const base64 = /^[\w+/-]+=*$/.test(text) ? decodeText(text, "base64", true) : undefined;
  if (base64) {
    const evidence = encoding === "hex" ? "it is in base64" : "it is in another kind of base64";
    yield ["signature_encoding", evidence, write(base64)];
    const inner = new TextDecoder().decode(base64);
    const twice = decodeText(inner.toLowerCase(), "hex");
    if (twice) yield ["signature_encoding", "it is hex in base64", write(twice)];
  }
}
