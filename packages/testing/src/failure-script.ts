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
  | { readonly kind: "truncated" };

/** How many steps a script may have, repetitions counted. */
const mostSteps = 10_000;

const stepSyntax = /^(?:(\d{3})(?:\(([^()]*)\))?|(timeout|reset|truncated))(?:x(\d{1,5}))?$/;
const headerSyntax = /^([a-z0-9-]{1,64})=([\x21-\x3a\x3c-\x7e]{1,1024})$/i;

function parseStep(text: string): readonly [step: FailureStep, times: number] {
  const [, digits, headerText, kind, timesText = "1"] = text.match(stepSyntax) ?? [];
  const times = Number(timesText);
  const status = Number(digits ?? 200);
  const isPossible = status >= 200 && status <= 599 && times >= 1;
  if ((digits === undefined && kind === undefined) || !isPossible) {
    throw new Error(`"${text}" is no step: 500, 429(retry-after=5), timeout, reset or truncated`);
  }
  if (kind !== undefined) return [{ kind: kind as "timeout" | "reset" | "truncated" }, times];
  const headers: Record<string, string> = {};
  for (const one of headerText?.split(";") ?? []) {
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
