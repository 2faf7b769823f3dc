import { DeliveryReader } from "../delivery-reader.ts";
import type { Verdict } from "../judge.ts";
import { listOf } from "../list-of.ts";
import type { Signature } from "../signature.ts";
import { readParts } from "../signature-parts.ts";
import { formatTimestamp } from "../timestamp.ts";
import type { CauseCode } from "./causes.ts";
import type { Finding } from "./explanation.ts";
import { headersOf } from "./header-variants.ts";
import {
  formsInQuestion,
  type Hypothesis,
  headerValues,
  type Trial,
  withForms,
  withHeader,
} from "./trial.ts";

const hour = 3600;

/** Milliseconds since the epoch that a text says, by its size, and its unit. */
function guess(text: string): readonly [ms: number, unit: string] | undefined {
  if (/^\d{4}-\d\d-\d\d[T ]/.test(text)) {
    const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
    return Number.isNaN(ms) ? undefined : [ms, "a date in text"];
  }
  if (!/^\d{9,20}(\.\d{1,9})?$/.test(text)) return undefined;
  const [digits = ""] = text.split(".");
  if (digits.length < 12) return [Number(text) * 1000, "seconds"];
  if (digits.length < 15) return [Number(text), "milliseconds"];
  return digits.length < 18
    ? [Number(text) / 1000, "microseconds"]
    : [Number(text) / 1e6, "nanoseconds"];
}

/** The texts that other programs write for a time. */
function* spellings(ms: number): Generator<readonly [name: string, text: string]> {
  const seconds = Math.floor(ms / 1000);
  yield ["seconds", String(seconds)];
  yield ["milliseconds", String(Math.floor(ms))];
  yield ["milliseconds that end in zeros", String(seconds * 1000)];
  yield ["microseconds", `${Math.floor(ms)}000`];
  yield ["a date in text", new Date(ms).toISOString()];
  yield ["a date in text, without its zone", formatTimestamp(ms, "isoZ")];
  yield ["a date in text, without fractions", formatTimestamp(ms, "iso").replace(/\.\d+Z$/, "Z")];
  yield ["a date in text, with an offset", formatTimestamp(ms, "iso").replace(/\.\d+Z$/, "+00:00")];
}

const signed = (seconds: number): string =>
  `${Math.abs(seconds)} seconds ${seconds < 0 ? "earlier" : "later"}`;

/** Seconds by which a rewritten time is mostly off: the way through a proxy, or a zone. */
const shifts: readonly number[] = [
  ...Array.from({ length: 10 }, (_, i) => i + 1),
  ...Array.from({ length: 28 }, (_, i) => ((i + 1) * hour) / 2),
].flatMap((one) => [-one, one]);

/** The trial with `text` where the template has the time, whatever its unit is. */
function withTime(trial: Trial, text: string): Trial {
  const name = "explained";
  const filled = (template: string): string => {
    const [, next] = template.match(/\{timestamp\}(.)/) ?? [];
    // A name's text must not hold what separates it, and text in a template would separate what is before it.
    return template.replaceAll("{timestamp}", () =>
      next && text.includes(next) ? text : `{${name}}`,
    );
  };
  const provider = withForms(trial.provider, ({ timestamp: _, fields, ...form }) => ({
    ...form,
    fields: { ...fields, [name]: () => text },
    signature: listOf<Signature>(form.signature).map((one) =>
      "content" in one ? { ...one, content: filled(one.content) } : one,
    ),
  }));
  return { ...trial, provider };
}

/** The trial with each time that may have been signed instead of the one that is there. */
export function* timeHypotheses(trial: Trial): Generator<Hypothesis> {
  const reader = new DeliveryReader(trial.delivery);
  for (const { timestamp } of formsInQuestion(trial)) {
    const [text = ""] = (timestamp && readParts(reader, timestamp)) ?? [];
    const said = guess(text);
    if (!said || text.length > 40) continue;
    const [ms, unit] = said;
    const found = (code: CauseCode, evidence: string, other: string): Hypothesis => ({
      findings: [{ code, evidence }],
      trial: withTime(trial, other),
    });
    yield found("timestamp_unit", `it is in ${unit}, and so it was signed`, text);
    for (const [name, other] of spellings(ms)) {
      if (other !== text)
        yield found("timestamp_unit", `it is in ${unit}, and was signed in ${name}`, other);
    }
    for (const shift of shifts) {
      const other = timestamp && formatTimestamp(ms + shift * 1000, timestamp.unit);
      if (other) yield found("timestamp_altered", `a time ${signed(shift)} was signed`, other);
    }
  }
}

/** The trial with each id that may have been signed instead of the one that is there. */
export function* idHypotheses(trial: Trial): Generator<Hypothesis> {
  const [name] = headersOf(listOf(trial.provider.deliveryId ?? []));
  const signsId = formsInQuestion(trial).some(({ signature }) =>
    listOf<Signature>(signature).some((one) => "content" in one && one.content.includes("{id}")),
  );
  if (name === undefined || !signsId) return;
  const values = headerValues(trial.delivery);
  const [id = ""] = values.get(name) ?? [];
  const others = [...values].filter(([other]) => other !== name && other.endsWith("id"));
  const variants = [
    ...others
      .slice(0, 10)
      .map(([, [value = ""]]) => ["it stands in another header", value] as const),
    ["it is right in small letters", id.toLowerCase()],
    ["it is right in capitals", id.toUpperCase()],
    ["it is right without what stands before its first _", id.replace(/^[a-z]+_/i, "")],
    ["it is right with msg_ before it", `msg_${id}`],
  ] as const;
  for (const [evidence, value] of variants) {
    if (value === id || value === "") continue;
    const delivery = withHeader(trial.delivery, name, value);
    yield { findings: [{ code: "id_altered", evidence }], trial: { ...trial, delivery } };
  }
}

/** Years in which deliveries are sent: 2001 to 2096. */
const isPlausible = (ms: number): boolean => ms > 1e12 && ms < 4e12;

/** Where the time is off by whole hours, somebody may have taken one zone's for another's. */
function zoneHint(seconds: number): string {
  const hours = Math.round(seconds / hour);
  const isWhole = hours > 0 && hours <= 14 && Math.abs(seconds - hours * hour) <= 60;
  return isWhole ? `; that is ${hours} h, so look whether a local time is taken for UTC` : "";
}

/** Why a delivery whose signature is right is not accepted at this time. */
export function timeFindings({ timestamp, claims }: Verdict, nowMs: number): readonly Finding[] {
  const seconds = nowMs / 1000;
  const { exp, nbf, iat } = claims ?? {};
  if (typeof exp === "number" && exp < seconds) {
    const off = Math.round(seconds - exp);
    const evidence = `it expired ${off} seconds ago by the clock${zoneHint(off)}`;
    return [{ code: "token_expired", evidence }];
  }
  const begin = Math.max(...[nbf, iat].map((one) => (typeof one === "number" ? one : 0)));
  if (begin > seconds) {
    const off = Math.round(begin - seconds);
    const evidence = `it counts from ${off} seconds ahead of the clock${zoneHint(off)}`;
    return [{ code: "token_early", evidence }];
  }
  if (!timestamp) return [];
  if (isPlausible(nowMs * 1000) && isPlausible(+timestamp)) {
    return [{ code: "clock_unit", evidence: "its answer times 1000 is a time of these years" }];
  }
  const factors = {
    1000: "seconds, taken for milliseconds",
    0.001: "milliseconds, taken for seconds",
  };
  for (const [factor, evidence] of Object.entries(factors)) {
    if (isPlausible(+timestamp) || !isPlausible(+timestamp * Number(factor))) continue;
    return [{ code: "timestamp_unit", evidence: `it is in ${evidence}` }];
  }
  const off = Math.abs(Math.round((+timestamp - nowMs) / 1000));
  const side = +timestamp < nowMs ? "behind" : "ahead of";
  const evidence = `it is ${off} seconds ${side} the clock${zoneHint(off)}`;
  return [{ code: "clock_off", evidence }];
}
