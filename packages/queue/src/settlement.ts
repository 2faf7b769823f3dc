import { isDeadNow } from "./dead-now.ts";
import type { JobFailure } from "./job.ts";
import { maxDelayMs } from "./job-bounds.ts";
import { jobFailure } from "./job-failure.ts";
import { isQueueError } from "./queue-error.ts";
import { isRetryLater, type RetryLater } from "./retry-later.ts";
import { type RetrySchedule, retryDelayMs } from "./retry-schedule.ts";
import { isTimeout, type Outcome } from "./run-handler.ts";

/** What becomes of a job after an attempt. */
export type Settlement =
  | { readonly state: "completed" }
  | { readonly state: "dead"; readonly failure: JobFailure }
  | {
      readonly state: "delayed";
      readonly dueAtMs: number;
      /** Has the attempt been one? */
      readonly isCounted: boolean;
      /** Absent where the job is handed back. */
      readonly failure?: JobFailure;
    };

/** What an attempt is judged by, besides its outcome. */
export interface AttemptFacts {
  readonly attempt: number;
  readonly retry: Required<RetrySchedule>;
  /** Of the handler's signal; `undefined` where it was not aborted. */
  readonly abortReason: unknown;
  readonly nowMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

function retried(later: RetryLater, failure: JobFailure, facts: AttemptFacts): Settlement {
  const { attempt, nowMs, retry } = facts;
  if (later.isCounted && attempt > retry.delaysMs.length) return { state: "dead", failure };
  const askedMs = Math.ceil(later.atMs ?? nowMs + (later.delayMs ?? 0));
  const dueAtMs = Math.min(Math.max(askedMs, nowMs), nowMs + maxDelayMs);
  return { state: "delayed", dueAtMs, isCounted: later.isCounted, failure };
}

function failed(failure: JobFailure, facts: AttemptFacts): Settlement {
  const delayMs = retryDelayMs(facts.retry, facts.attempt, facts.random);
  if (delayMs === undefined) return { state: "dead", failure };
  return { state: "delayed", dueAtMs: facts.nowMs + delayMs, isCounted: true, failure };
}

/**
 * Says what becomes of a job; `undefined` where it is left to its lease, because the queue is closed and the handler
 * still runs.
 */
export function settlementOf(outcome: Outcome, facts: AttemptFacts): Settlement | undefined {
  const { abortReason, nowMs } = facts;
  const isClosed = isQueueError(abortReason) && abortReason.code === "queue_closed";
  if (outcome.kind === "abandoned") {
    return isClosed ? undefined : failed(jobFailure(abortReason, nowMs, "handler_timeout"), facts);
  }
  const said = outcome.kind === "returned" ? outcome.value : outcome.error;
  if (isRetryLater(said)) return retried(said, jobFailure(said, nowMs), facts);
  if (isDeadNow(said)) return { state: "dead", failure: jobFailure(said, nowMs) };
  if (outcome.kind === "returned") return { state: "completed" };
  if (isClosed) return { state: "delayed", dueAtMs: nowMs, isCounted: false };
  const code = isTimeout(abortReason) ? "handler_timeout" : undefined;
  return failed(jobFailure(said, nowMs, code), facts);
}
