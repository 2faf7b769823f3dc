/** What a matcher of vitest says. */
export interface MatcherResult {
  readonly pass: boolean;
  /** What is told when the expectation fails. */
  readonly message: () => string;
}

/** The part of an answer, or of a delivery that a webhook server has received, which shows the verdict. */
interface Verdict {
  readonly accepted: boolean;
  /** Why it was refused, where that is told. */
  readonly code: string | undefined;
  readonly shown: string;
}

function codeOf(text: unknown): string | undefined {
  try {
    const { error } = Object(JSON.parse(String(text))) as { error?: unknown };
    return typeof error === "string" ? error : undefined;
  } catch {
    return undefined;
  }
}

/** @throws Error for what is neither an answer nor a received delivery of a server that verifies */
function verdictOf(subject: unknown): Verdict {
  const { status, text, verified, error } = Object(subject) as Record<string, unknown>;
  if (typeof status === "number") {
    const code = codeOf(text);
    const shown = `answered ${status}${code === undefined ? "" : ` (${code})`}`;
    return { accepted: status >= 200 && status < 300, code, shown };
  }
  if (typeof error === "string")
    return { accepted: false, code: error, shown: `refused with ${error}` };
  if (verified !== undefined) return { accepted: true, code: undefined, shown: "accepted" };
  throw new Error(
    "this is no answer of deliver, and no delivery that a webhook server has verified",
  );
}

/**
 * Matchers for `expect.extend` of vitest. They take what `deliver` gives, or a delivery that a webhook server
 * has received and verified.
 */
export const webhookMatchers: {
  /** The answer is 2xx, or the server has accepted the delivery. */
  readonly toHaveBeenAccepted: (subject: unknown) => MatcherResult;
  /** The answer is 4xx with the code, or the server has refused the delivery with it; without one, with any. */
  readonly toHaveBeenRefused: (subject: unknown, code?: string) => MatcherResult;
} = {
  toHaveBeenAccepted: (subject) => {
    const { accepted, shown } = verdictOf(subject);
    return { pass: accepted, message: () => `the delivery was ${shown}` };
  },
  toHaveBeenRefused: (subject, code) => {
    const { code: found, shown } = verdictOf(subject);
    const { status = 400 } = Object(subject) as { status?: number };
    const isRefusal = status >= 400 && status < 500 && found !== undefined;
    const pass = isRefusal && (code === undefined || code === found);
    const expected = code === undefined ? "a refusal" : `a refusal with ${code}`;
    const but = pass ? "" : `${expected} was expected, but `;
    return { pass, message: () => `${but}the delivery was ${shown}` };
  },
};
