import { decodeText } from "../decode-text.ts";
import { parseJson } from "../delivery-reader.ts";
import { listOf } from "../list-of.ts";
import { utf8 } from "../utf8.ts";
import type { CauseCode } from "./causes.ts";
import { charsetVariants } from "./charset-variants.ts";
import { compressionVariants } from "./compression-variants.ts";
import type { Examiner } from "./examiner.ts";
import type { Finding } from "./explanation.ts";
import { formVariants } from "./form-variants.ts";
import { jsonVariants, orderVariants, type TextVariant } from "./json-variants.ts";
import type { Hypotheses, Hypothesis, Trial } from "./trial.ts";

/** Another body, and what happened if it was the one that was signed. */
export interface BodyVariant {
  readonly findings: readonly Finding[];
  readonly body: Uint8Array;
}

/** Larger bodies are not written anew: hundreds of variants would take too long. */
const maxBytes = 262_144;

const bytesOf = ({ findings, text }: TextVariant): BodyVariant => ({ findings, body: utf8(text) });

const finding = (code: CauseCode, evidence: string): readonly Finding[] => [{ code, evidence }];

const bytesIn = (count: number): string => `${count} ${count === 1 ? "byte" : "bytes"}`;

/** A body without something at its ends, or with it. */
function* edgeVariants(body: Uint8Array): Generator<BodyVariant> {
  const ends: readonly (readonly [string, readonly number[]])[] = [
    ["a line feed", [10]],
    ["a carriage return and a line feed", [13, 10]],
    ["a blank", [32]],
    ["a byte of zero", [0]],
  ];
  for (const [name, end] of ends) {
    const evidence = `the signature is right with ${name} at the end`;
    yield {
      findings: finding("body_trailing_space", evidence),
      body: Uint8Array.from([...body, ...end]),
    };
  }
  const isSpace = (byte: number | undefined): boolean =>
    byte === 10 || byte === 13 || byte === 32 || byte === 9 || byte === 0;
  for (let end = body.length, cut = 1; isSpace(body[end - 1]) && cut <= 8; end--, cut++) {
    const evidence = `the signature is right without the blanks at its end, by ${bytesIn(cut)}`;
    yield { findings: finding("body_trailing_space", evidence), body: body.subarray(0, end - 1) };
  }
  let start = 0;
  while (isSpace(body[start]) && start < 64) start++;
  if (start > 0) {
    const evidence = `the signature is right without the blanks before it, of ${bytesIn(start)}`;
    yield { findings: finding("body_trailing_space", evidence), body: body.subarray(start) };
  }
  const mark = [0xef, 0xbb, 0xbf];
  const isMarked = mark.every((byte, i) => body[i] === byte);
  yield {
    findings: finding(
      "body_byte_order_mark",
      `the signature is right ${isMarked ? "without the first three bytes" : "with three bytes before"}`,
    ),
    body: isMarked ? body.subarray(3) : Uint8Array.from([...mark, ...body]),
  };
}

/** Bodies with other line breaks. */
function* lineVariants(text: string): Generator<BodyVariant> {
  if (!/[\r\n]/.test(text)) return;
  for (const [name, end] of [
    ["CRLF", "\r\n"],
    ["LF", "\n"],
    ["CR", "\r"],
  ] as const) {
    yield {
      findings: finding("body_line_breaks", `the signature is right with ${name}`),
      body: utf8(text.replaceAll(/\r\n|\r|\n/g, end)),
    };
  }
  const trimmed = text.trimEnd();
  if (trimmed !== text && /[\r\n]/.test(trimmed)) {
    yield {
      findings: finding("body_line_breaks", "the signature is right with LF and without the last"),
      body: utf8(trimmed.replaceAll("\r\n", "\n")),
    };
  }
}

/** What was wrapped in a JSON text, base64 or a list of bytes. */
function* unwrapped(text: string): Generator<BodyVariant> {
  const json = parseJson(() => text);
  const wrapped = (evidence: string): readonly Finding[] => finding("body_wrapped", evidence);
  if (typeof json === "string") {
    yield {
      findings: wrapped("the body is a JSON text, and its content is right"),
      body: utf8(json),
    };
  } else if (json !== undefined) {
    yield {
      findings: wrapped("the body as a JSON text is right"),
      body: utf8(JSON.stringify(text)),
    };
  }
  if (text === "{}" || text === "null") {
    const evidence = "the signature is right for an empty body, which a parser makes of nothing";
    yield { findings: finding("body_parsed", evidence), body: new Uint8Array() };
  }
  const decoded = decodeText(text.trim(), "base64") ?? decodeText(text.trim(), "base64url");
  if (decoded)
    yield { findings: wrapped("the body is base64, and its content is right"), body: decoded };
  const { data = json } = Object(json) as { readonly data?: unknown };
  if (
    Array.isArray(data) &&
    data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
  ) {
    yield {
      findings: wrapped("the body is a list of bytes, and these are right"),
      body: Uint8Array.from(data),
    };
  }
}

/** Bodies that may have been signed, made of the one that is here. */
export async function* bodyVariants(
  body: Uint8Array,
  { provider }: Trial,
  examiner: Examiner,
): AsyncGenerator<BodyVariant> {
  if (body.length === 0) return;
  if (body.length > maxBytes) {
    examiner.skip("body_too_large");
    return;
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
  yield* edgeVariants(body);
  if (!isSame(utf8(text), body)) {
    // What is no text was not written anew as JSON.
    yield* compressionVariants(body, maxBytes);
    yield* charsetVariants(body, text);
    return;
  }
  yield* lineVariants(text);
  for (const one of jsonVariants(text)) yield bytesOf(one);
  yield* compressionVariants(body, maxBytes);
  yield* unwrapped(text);
  yield* charsetVariants(body, text);
  for (const one of formVariants(text, listOf(provider.payload ?? []))) yield bytesOf(one);
  // Written anew by a program, and ended by an editor.
  let count = 0;
  for (const { findings, text: other } of jsonVariants(text.trimEnd())) {
    if (++count > 60) break;
    const evidence = "and with a line feed at the end";
    yield {
      findings: [...findings, { code: "body_trailing_space", evidence }],
      body: utf8(`${other}\n`),
    };
  }
  for (const other of edgeVariants(utf8(text.trimEnd()))) {
    if (body.length !== other.body.length) yield other;
  }
  for (const one of orderVariants(text)) yield bytesOf(one);
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** The trial with each body that may have been signed. */
export const bodyHypotheses = (examiner: Examiner): Hypotheses =>
  async function* (trial: Trial): AsyncGenerator<Hypothesis> {
    const { delivery } = trial;
    const { body } = delivery;
    for await (const { findings, body: other } of bodyVariants(body, trial, examiner)) {
      if (!isSame(other, body))
        yield { findings, trial: { ...trial, delivery: { ...delivery, body: other } } };
    }
  };
