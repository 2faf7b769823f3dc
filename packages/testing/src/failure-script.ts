/** What a webhook server does with one delivery. */
export type FailureStep =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** The request is taken in and never answered. */
  | { readonly kind: "timeout" }
  /** The connection is reset once the request has come. */
  | { readonly kind: "reset" }
  /** The answer ends before the length that it has announced. */
  | { readonly kind: "truncated" }
  /** The answer comes a byte at a time, for longer than anybody should wait. */
  | { readonly kind: "drip"; readonly everyMs: number }
  /** The answer has this many bytes. */
  | { readonly kind: "oversized"; readonly bytes: number }
  /** The answer is small, and this many bytes when it is decompressed. */
  | { readonly kind: "gzip-bomb"; readonly bytes: number };

/** How many steps a script may have, repetitions counted. */
const mostSteps = 10_000;

const stepSyntax =
  /^(?:(\d{3})|(timeout|reset|truncated|drip|oversized|gzip-bomb))(?:\(([^()]*)\))?(?:x(\d{1,5}))?$/;
const headerSyntax = /^([a-z0-9-]{1,64})=([\x21-\x3a\x3c-\x7e]{1,1024})$/i;

/** What a step may be told: the name of its one number, the number unless it is told, and the most. */
const numbers = {
  drip: ["every", 1000, 60_000],
  oversized: ["bytes", 67_108_864, 1_073_741_824],
  "gzip-bomb": ["bytes", 67_108_864, 1_073_741_824],
} as const;

function numberIn(text: string, kind: keyof typeof numbers, given: string | undefined): number {
  const [name, fallback, most] = numbers[kind];
  if (given === undefined) return fallback;
  const [, key, digits] = given.match(/^([a-z]+)=(\d{1,10})$/) ?? [];
  const value = Number(digits);
  if (key === name && value >= 1 && value <= most) return value;
  throw new Error(`"${text}" is no step: ${kind}(${name}=${fallback}), at most ${most}`);
}

function parseStep(text: string): readonly [step: FailureStep, times: number] {
  const [, digits, kind, given, timesText = "1"] = text.match(stepSyntax) ?? [];
  const times = Number(timesText);
  const status = Number(digits ?? 200);
  const isPossible = status >= 200 && status <= 599 && times >= 1;
  if ((digits === undefined && kind === undefined) || !isPossible) {
    const names = "timeout, reset, truncated, drip, oversized or gzip-bomb";
    throw new Error(`"${text}" is no step: 500, 429(retry-after=5), ${names}`);
  }
  if (kind === "drip") return [{ kind, everyMs: numberIn(text, kind, given) }, times];
  if (kind === "oversized" || kind === "gzip-bomb") {
    return [{ kind, bytes: numberIn(text, kind, given) }, times];
  }
  if (kind !== undefined && given !== undefined) throw new Error(`"${text}" is no step: ${kind}`);
  if (kind !== undefined) return [{ kind: kind as "timeout" | "reset" | "truncated" }, times];
  const headers: Record<string, string> = {};
  for (const one of given?.split(";") ?? []) {
    const [, name, value] = one.trim().match(headerSyntax) ?? [];
    if (name === undefined || value === undefined) {
      throw new Error(`"${one}" is no header: name=value, several with a semicolon between them`);
    }
    headers[name.toLowerCase()] = value;
  }
  return [{ kind: "answer", status, headers }, times];
}

/**
 * Reads a script: steps with commas between them, `x3` for three times.
 *
 * @throws Error naming the step that is none
 */
export function parseFailureScript(script: string): readonly FailureStep[] {
  const steps: FailureStep[] = [];
  for (const text of script.split(",")) {
    const [step, times] = parseStep(text.trim());
    if (steps.length + times > mostSteps)
      throw new Error(`a script has at most ${mostSteps} steps`);
    for (let i = 0; i < times; i++) steps.push(step);
  }
  return steps;
}
