import { QueueError } from "./queue-error.ts";

/** When a job is tried again, and why: a delay or a time, not both. */
export interface RetryLaterOptions {
  /** From when the handler has ended. Taken as it is: no jitter is added. */
  readonly delayMs?: number;
  /** Milliseconds since the epoch. A time that is past means at once. */
  readonly atMs?: number;
  /** What `status` shows as the error's code: at most 64 of `a-z`, `A-Z`, `0-9` and `_`; default `retry_later`. */
  readonly code?: string;
  /** What `status` shows as the error's message. It is stored: no payload and no secret belongs into it. */
  readonly message?: string;
  /**
   * Whether this try uses up one of the schedule's attempts; default `true`. What never ran (a breaker is open, a
   * receiver asks for a break) says `false`: then the next try has the same `attempt`, and no number of them makes
   * the job dead.
   */
  readonly isCounted?: boolean;
}

/**
 * A handler throws or returns this to be tried again at a time of its choice, at most 366 days ahead.
 *
 * It says when, not whether: after the schedule's last attempt a counted one makes the job dead like any other error.
 *
 * @throws QueueError `option_invalid` unless exactly one time is given, which makes the attempt fail like any error
 */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  declare readonly delayMs: number | undefined;
  declare readonly atMs: number | undefined;
  declare readonly code: string;
  declare readonly isCounted: boolean;

  constructor(options: RetryLaterOptions) {
    const { delayMs, atMs, code = "retry_later", message = code, isCounted = true } = options;
    super(message);
    const time = delayMs ?? atMs;
    if ((delayMs === undefined) === (atMs === undefined) || !Number.isFinite(time)) {
      throw new QueueError("option_invalid", "RetryLater takes delayMs or atMs, and one of them");
    }
    Object.assign(this, { delayMs, atMs, code, isCounted });
  }
}

/** Is `x` a {@link RetryLater}, from whichever copy of this package it comes? */
export function isRetryLater(x: unknown): x is RetryLater {
  return x instanceof Error && x.name === "RetryLater" && "isCounted" in x;
}
