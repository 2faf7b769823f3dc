import { listOf } from "../list-of.ts";
import type { Field } from "../provider.ts";
import type { Signature } from "../signature.ts";
import type { CauseCode } from "./causes.ts";
import {
  formsInQuestion,
  type Hypothesis,
  headerName,
  headerValues,
  type Trial,
  withHeader,
} from "./trial.ts";

/** The names of the headers of some fields. */
export const headersOf = (fields: readonly (Field | object)[]): readonly string[] =>
  fields.flatMap((field) => ("header" in field ? String(field.header) : []));

/** The fields in which the signatures are; HTTP Basic has its own header. */
export const signatureFields = (signature: Signature): readonly Field[] =>
  "field" in signature ? listOf(signature.field) : [{ header: "authorization", prefix: "Basic " }];

/** The headers that a trial depends on: of the signature first. */
export function headersInQuestion(trial: Trial): readonly string[] {
  const names = formsInQuestion(trial).flatMap(({ signature, timestamp, fields = {}, sets }) =>
    headersOf([
      ...listOf<Signature>(signature).flatMap(signatureFields),
      ...(sets ? [sets] : []),
      ...(timestamp ? [timestamp] : []),
      ...Object.values(fields).flatMap((one) => (typeof one === "function" ? [] : listOf(one))),
    ]),
  );
  return [...new Set([...names, ...headersOf(listOf(trial.provider.deliveryId ?? []))])];
}

const quotes = /^["'`\u201c]|["'`\u201d]$/g;

/** A header's value as it was before somebody wrapped it. */
function* cleaned(value: string): Generator<readonly [evidence: string, value: string]> {
  const bare = value.trim();
  yield ["blanks are around its value", bare];
  yield ["quotes are around its value", bare.replace(quotes, "").trim()];
  yield ["its parts have quotes around them", value.replaceAll(/["'`]/g, "").trim()];
  yield ["its parts have blanks around them", bare.replaceAll(/\s*([,;=])\s*/g, "$1")];
  yield ["it has blanks in it", bare.replaceAll(/\s+/g, "")];
  yield ["its parts are separated by another character", bare.replaceAll(/\s*;\s*/g, ",")];
  try {
    yield ["it is escaped as in a URL", decodeURIComponent(bare)];
  } catch {
    // It is not.
  }
}

/** The values that a header had before they were put together: as a list, or joined by commas (RFC 9110, 5.3). */
function* separate(values: readonly string[]): Generator<readonly [string, string]> {
  if (values.length > 1) {
    for (const [i, value] of values.slice(0, 8).entries()) {
      yield [`it came ${values.length} times, and value ${i + 1} is right`, value];
    }
  }
  const parts = values.join(",").split(",");
  const half = parts.length / 2;
  for (const size of new Set([half, 1])) {
    if (parts.length < 2 || !Number.isInteger(size)) continue;
    for (let at = 0; at < Math.min(parts.length, 8 * size); at += size) {
      const evidence = `it has ${parts.length} parts, and those from ${at + 1} on are right`;
      yield [
        evidence,
        parts
          .slice(at, at + size)
          .join(",")
          .trim(),
      ];
    }
  }
}

/** The trial with each of the headers in question as it may have been sent. */
export function* headerHypotheses(trial: Trial): Generator<Hypothesis> {
  const values = headerValues(trial.delivery);
  const repeated = { ...trial };
  for (const name of headersInQuestion(trial)) {
    const held = values.get(name) ?? [];
    const whole = held.join(", ");
    if (whole === "" || whole.length > 4096) continue;
    const kinds: readonly (readonly [CauseCode, Iterable<readonly [string, string]>])[] = [
      ["header_repeated", separate(held)],
      ["header_padded", cleaned(whole)],
    ];
    for (const [code, variants] of kinds) {
      for (const [evidence, value] of variants) {
        if (value === whole || value === "") continue;
        const delivery = withHeader(trial.delivery, name, value);
        yield {
          findings: [{ code, evidence: `${headerName(name)}: ${evidence}` }],
          trial: { ...trial, delivery },
        };
      }
    }
    const [first] = separate(held);
    if (first) Object.assign(repeated, { delivery: withHeader(repeated.delivery, name, first[1]) });
  }
  // A proxy that repeats one header repeats them all.
  const findings = [
    { code: "header_repeated", evidence: "of each header the first value is right" },
  ] as const;
  yield { findings, trial: repeated };
}
