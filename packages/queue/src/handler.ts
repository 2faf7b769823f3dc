import type { Job, JobFailure } from "./job.ts";
import type { RetrySchedule } from "./retry-schedule.ts";

/** What a handler knows of its attempt. */
export interface JobContext {
  /**
   * Aborted when the time limit is over (its reason is a `TimeoutError`), when the lease is lost (a `QueueError` of
   * code `lease_lost`) and when the queue is closed and its patience at an end (`queue_closed`).
   */
  readonly signal: AbortSignal;
  /** The number of this attempt, from 1. A lost lease counts like a failure, an uncounted `RetryLater` does not. */
  readonly attempt: number;
  /** Is there no attempt after this one? */
  readonly isLast: boolean;
  /** Shows how far the work is, in a number of your own choice. Never rejects, and settles nothing. */
  progress(value: number): Promise<void>;
}

/**
 * Does the work of one job.
 *
 * Ending without an error completes it; a returned value is not kept. Any error has it tried again by the schedule, and
 * dead after the last attempt; `RetryLater` and `DeadNow`, thrown or returned, say otherwise.
 */
export type JobHandler = (job: Job, context: JobContext) => unknown;

/** How jobs are processed. */
export interface ProcessOptions {
  /** Handlers that run at a time, in this call of `process`; default 10, at most 1000. */
  readonly concurrency?: number;
  /**
   * Slots of these that only first attempts may use; default a quarter, rounded down. So retries never take all slots
   * while new jobs come.
   */
  readonly reservedForFirst?: number;
  /**
   * For how long a job is this process's without a sign of life; default 30,000, at least 100.
   *
   * A heartbeat extends it every third of it. When it ends, the job is handed over to whoever comes first, at the
   * latest about one `leaseMs` later, as a next attempt; from then on nothing that the late holder says of it counts.
   */
  readonly leaseMs?: number;
  /**
   * For how long one attempt may run; default 60,000.
   *
   * Then the signal is aborted. A handler that ends within `graceMs` after that has its say: if without an error, the
   * job is completed. One that does not has failed with `handler_timeout`: its slot is freed, its lease given up and
   * the job retried by the schedule; whatever it does later changes nothing. Its work may then overlap with the next
   * attempt's, for nothing can stop a promise.
   */
  readonly timeoutMs?: number;
  /** How long an aborted handler is waited for; default 1000. */
  readonly graceMs?: number;
  /** Default {@link RetrySchedule}'s: ten attempts within about 75 hours. */
  readonly retry?: RetrySchedule;
  /** Told of every failed attempt, with what was thrown; what it throws itself is ignored. */
  readonly onFailure?: (error: unknown, failure: JobFailure & { readonly jobId: string }) => void;
  /** Told when the storage fails under the worker, which goes on trying; what it throws itself is ignored. */
  readonly onStorageError?: (error: unknown) => void;
}

/** Handlers at work. */
export interface QueueWorker {
  /** As the queue's `close`, for this worker alone. */
  close(options?: CloseOptions): Promise<void>;
}

/** How long closing may take. */
export interface CloseOptions {
  /** How long running handlers are waited for; default 30,000. */
  readonly timeoutMs?: number;
}
