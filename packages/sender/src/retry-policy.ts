import type { AttemptCode } from "./attempt.ts";
import { isMade } from "./attempt.ts";

/** When an event is tried again. */
export interface RetryPolicy {
  /** Milliseconds before each attempt; as many attempts are made as there are entries. */
  readonly schedule: readonly number[];
  /** What is added to a wait, at random between these shares of it. */
  readonly jitter: readonly [least: number, most: number];
  /** The longest that a Retry-After is heeded. */
  readonly maxRetryAfterMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Ten attempts over 75 h 35 min: those of the Standard Webhooks specification. */
export const standardSchedule: readonly number[] = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** The policy where nothing else is asked for. */
export const standardRetries: RetryPolicy = {
  schedule: standardSchedule,
  jitter: [0.1, 0.2],
  maxRetryAfterMs: 24 * hour,
};

/** Is an event tried again after an attempt that ended so? */
export const isRetried = (code: AttemptCode): boolean =>
  isMade(code) && code !== "delivered" && code !== "gone";

/** A wait, lengthened at random so that what failed together does not come back together. */
export function withJitter(
  ms: number,
  { jitter: [least, most] }: Pick<RetryPolicy, "jitter">,
  random: () => number,
): number {
  return Math.round(ms * (1 + least + (most - least) * random()));
}

/**
 * When the attempt after this one is due, in milliseconds since the epoch.
 *
 * @param number that of the attempt which has failed, counted from 1
 * @returns `undefined` after the last
 */
export function nextAttemptMs(
  number: number,
  retryAfterMs: number | undefined,
  policy: RetryPolicy,
  { now, random }: { readonly now: () => number; readonly random: () => number },
): number | undefined {
  const waitMs = policy.schedule[number];
  if (waitMs === undefined) return undefined;
  return now() + Math.max(withJitter(waitMs, policy, random), retryAfterMs ?? 0);
}
