import { boundedInteger } from "./bounded.ts";
import { maxDelayMs } from "./job-bounds.ts";
import { QueueError } from "./queue-error.ts";

/** When failed jobs are tried again, as data. */
export interface RetrySchedule {
  /**
   * How long to wait before the second attempt, the third, and so on; there is one attempt more than numbers here.
   * Default: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
   */
  readonly delaysMs?: readonly number[];
  /** Up to how much is added to each, as a part of it; default 0.2, so that a delay of 10 s is one of 10 to 12 s. */
  readonly jitter?: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Standard Webhooks' schedule, without its first attempt, which comes at once. */
const defaultDelaysMs: readonly number[] = [
  5000,
  5 * minuteMs,
  30 * minuteMs,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hourMs),
];

/** @throws QueueError `option_invalid` */
export function retrySchedule(given: RetrySchedule = {}): Required<RetrySchedule> {
  const { delaysMs = defaultDelaysMs, jitter = 0.2 } = given;
  if (!Array.isArray(delaysMs) || delaysMs.length > 1000) {
    throw new QueueError("option_invalid", "retry.delaysMs is not a list of at most 1000 delays");
  }
  if (!(typeof jitter === "number" && jitter >= 0 && jitter <= 1)) {
    throw new QueueError("option_invalid", "retry.jitter is not a number from 0 to 1");
  }
  for (const delayMs of delaysMs) boundedInteger("a delay of retry", delayMs, 0, maxDelayMs);
  return { delaysMs: [...delaysMs], jitter };
}

/** How many attempts a schedule has. */
export function attemptsOf({ delaysMs }: Required<RetrySchedule>): number {
  return delaysMs.length + 1;
}

/** How long to wait after an attempt that failed; `undefined` after the last. */
export function retryDelayMs(
  { delaysMs, jitter }: Required<RetrySchedule>,
  attempt: number,
  random: () => number,
): number | undefined {
  const delayMs = delaysMs[attempt - 1];
  return delayMs === undefined ? undefined : Math.ceil(delayMs * (1 + jitter * random()));
}
