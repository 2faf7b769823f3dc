import { boundedInteger, optionalFunction } from "./bounded.ts";
import type { ProcessOptions } from "./handler.ts";
import { type RetrySchedule, retrySchedule } from "./retry-schedule.ts";

/** The options of `process`, checked, and with defaults where none was given. */
export interface ProcessSettings {
  readonly concurrency: number;
  /** Slots that retries may use. */
  readonly retrySlots: number;
  readonly leaseMs: number;
  readonly timeoutMs: number;
  readonly graceMs: number;
  readonly retry: Required<RetrySchedule>;
  /** Never throws. */
  readonly onFailure: NonNullable<ProcessOptions["onFailure"]>;
  /** Never throws. */
  readonly onStorageError: NonNullable<ProcessOptions["onStorageError"]>;
}

/** The longest that a timer can wait. */
const maxTimerMs = 2 ** 31 - 1;

/** A listener's own errors are no one else's. */
function quiet<Args extends readonly unknown[]>(
  name: string,
  listener: ((...args: Args) => unknown) | undefined,
): (...args: Args) => void {
  optionalFunction(name, listener);
  return (...args) => {
    try {
      const returned = listener?.(...args);
      if (returned instanceof Promise) returned.catch(() => {});
    } catch {
      // As its documentation says.
    }
  };
}

/** @throws QueueError `option_invalid` */
export function processSettings(options: ProcessOptions): ProcessSettings {
  const { concurrency = 10, leaseMs = 30_000, timeoutMs = 60_000, graceMs = 1000 } = options;
  boundedInteger("concurrency", concurrency, 1, 1000);
  const { reservedForFirst: reserved = Math.floor(concurrency / 4) } = options;
  return {
    concurrency,
    // All of them reserved would be retries that never run.
    retrySlots: concurrency - boundedInteger("reservedForFirst", reserved, 0, concurrency - 1),
    leaseMs: boundedInteger("leaseMs", leaseMs, 100, maxTimerMs),
    timeoutMs: boundedInteger("timeoutMs", timeoutMs, 1, maxTimerMs),
    graceMs: boundedInteger("graceMs", graceMs, 0, maxTimerMs),
    retry: retrySchedule(options.retry),
    onFailure: quiet("onFailure", options.onFailure),
    onStorageError: quiet("onStorageError", options.onStorageError),
  };
}

/** @throws QueueError `option_invalid` */
export function closeTimeoutMs(timeoutMs = 30_000): number {
  return boundedInteger("timeoutMs", timeoutMs, 0, maxTimerMs);
}
