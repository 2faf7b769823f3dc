import type { WebhookErrorCode } from "../webhook-error.ts";
import { type CauseCode, causes } from "./causes.ts";

/** One reason why a delivery was refused. It holds no secret, payload or signature: evidence is about shapes. */
export interface Cause {
  readonly code: CauseCode;
  /** What is wrong. */
  readonly sentence: string;
  /** What to do about it. */
  readonly advice: string;
  /** What was seen: names of headers, lengths, offsets in seconds. */
  readonly evidence: string;
}

/** What was not tried, and why: a body too large to be written anew, or a bound that was reached. */
export type Skipped = "body_too_large" | "most_trials" | "time_limit";

/** Why a delivery was refused. */
export interface Explanation {
  readonly verdict: "accepted" | WebhookErrorCode;
  /** The most likely first; empty where nothing can be claimed, as for a forgery. */
  readonly causes: readonly Cause[];
  /** How many times a signature was verified. */
  readonly trials: number;
  readonly skipped: readonly Skipped[];
}

/** What was found, before it is put into words. */
export interface Finding {
  readonly code: CauseCode;
  readonly evidence: string;
}

export const causeOf = ({ code, evidence }: Finding): Cause => {
  const [sentence, advice] = causes[code];
  return { code, sentence, advice, evidence };
};
