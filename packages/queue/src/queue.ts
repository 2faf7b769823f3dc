import type { CloseOptions, JobHandler, ProcessOptions, QueueWorker } from "./handler.ts";
import type { Enqueued, EnqueueOptions, JobPayload, JobStatus, NewJob, StoredJob } from "./job.ts";
import type { LaneLimits } from "./lane-limits.ts";

/** Some of the dead. Without a field, all of them. */
export interface DeadFilter {
  readonly lane?: string;
  /** The code of the last failure. */
  readonly code?: string;
  /** Dead at this time or later, in milliseconds since the epoch. */
  readonly sinceMs?: number;
  /** Dead before this time. */
  readonly untilMs?: number;
}

/** Which page of a list. */
export interface DeadQuery extends DeadFilter {
  /** Jobs on a page: 1 to 1000, default 100. A page may be shorter and still not be the last. */
  readonly limit?: number;
  /** What the page before gave. Opaque; of the same filter. */
  readonly cursor?: string;
}

/** One page of the dead, the earliest first. */
export interface DeadPage {
  readonly jobs: readonly JobStatus[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** How many jobs are in each state. */
export interface JobCounts {
  readonly waiting: number;
  readonly delayed: number;
  readonly active: number;
  readonly completed: number;
  readonly dead: number;
}

/** What a health endpoint may show. */
export interface QueueHealth {
  /** Is the whole queue paused? */
  readonly isPaused: boolean;
  /** Jobs that could start now, were there a slot: those `waiting`. */
  readonly depth: number;
  /** For how long the one that has waited longest could have started; 0 where none waits. */
  readonly oldestWaitingMs: number;
  readonly active: number;
  readonly dead: number;
  /** What the workers of this process alone have done within the last minute. */
  readonly lastMinute: {
    readonly completed: number;
    /** Failed attempts, lost leases and time limits among them. */
    readonly failed: number;
  };
}

/**
 * A durable queue of jobs: at least once, one holder at a time while a lease lives.
 *
 * Every verb rejects with a `QueueError`: `option_invalid` for arguments that it does not take, `queue_closed` after
 * `close`, a `storage_…` code where the storage fails. Then nothing has been done, unless the verb says otherwise.
 */
export interface Queue {
  /** Resolves when the storage can be used; rejects with the code and the way out when it can't. */
  ready(): Promise<void>;

  /**
   * Resolves once the job is as durable as the storage makes it.
   *
   * Idempotent by `id` for as long as the job is known: in any state, and once completed for as long as the retention
   * keeps it. A known job is left as it is, whatever delay and priority are given now. Data is compared as
   * `JSON.stringify` writes it.
   *
   * @throws QueueError `job_invalid`, `job_too_large`, `job_id_reused`, `queue_full`. After a `storage_…` error the job
   * may exist: the same call again is safe.
   */
  enqueue(job: JobPayload, options: EnqueueOptions): Promise<Enqueued>;

  /**
   * Many jobs at once, for a fan-out: at most 10,000, and each with an id of its own.
   *
   * A job that is refused refuses them all. After a `storage_…` error some may exist: the same call again is safe.
   *
   * @returns what {@link Queue.enqueue} would have, in the order of the jobs
   */
  enqueueAll(jobs: readonly NewJob[]): Promise<readonly Enqueued[]>;

  /**
   * Runs the handler for jobs from now on: those of the lowest `priority` number first, and among these those that
   * became due first. Many handlers, processes and lanes make that approximate; an ordered lane is exact.
   *
   * @throws QueueError `option_invalid`, `queue_closed`, at once
   */
  process(handler: JobHandler, options?: ProcessOptions): QueueWorker;

  /**
   * Sets what holds for a lane, for good and for all processes, jobs that wait already among them. A limit that is not
   * named gets its default again. Only jobs that start from then on are held back.
   */
  setLane(lane: string, limits: LaneLimits): Promise<void>;

  /** Lets no job start, of the whole queue or of one lane, in any process, until `resume`. Active ones go on. */
  pause(lane?: string): Promise<void>;

  /** Ends what `pause` with the same argument began. A lane stays paused when the whole queue is resumed. */
  resume(lane?: string): Promise<void>;

  /** What is known of a job, without its payload; `undefined` for none. */
  status(id: string): Promise<JobStatus | undefined>;

  /** A job with its payload. */
  inspect(id: string): Promise<StoredJob | undefined>;

  /** Lists the dead. A job that dies or is put back meanwhile may or may not be on a later page; none is twice. */
  dead(query?: DeadQuery): Promise<DeadPage>;

  /**
   * Puts the dead back, to start at once with all attempts before them; one by its id, or all that a filter names.
   * After a `storage_…` error some may have been put back.
   *
   * @returns how many
   */
  retryDead(which: string | DeadFilter): Promise<number>;

  /**
   * Forgets a job, and with it its id: enqueued again, it is new.
   *
   * @returns `false` for none of this id
   * @throws QueueError `job_active` while a handler holds it
   */
  remove(id: string): Promise<boolean>;

  /** How many jobs there are of each state. */
  counts(): Promise<JobCounts>;

  /** How the queue does, for a health endpoint. */
  health(): Promise<QueueHealth>;

  /**
   * Starts no further job, waits for the running ones, and lets go of the storage; a second call waits for the first.
   *
   * Handlers that run after `timeoutMs` have their signal aborted, and `graceMs` to end. A job whose handler then
   * throws is put back at once and the attempt not counted. What runs on regardless is left to its lease: another
   * process gets it when that ends.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** How long something that is over is remembered: while both bounds allow. */
export interface Retention {
  readonly count?: number;
  readonly ageMs?: number;
}

/** What every implementation takes. */
export interface QueueOptions {
  /** Largest `data`; default 65,536. */
  readonly maxDataBytes?: number;
  /** Largest `body`; default 10,485,760. */
  readonly maxBodyBytes?: number;
  /** Completed jobs, for as long as which their ids stay known; default 100,000 of at most 3 days. */
  readonly completed?: Retention;
  /** Dead jobs, which are lost for good after that; default 100,000 of at most 30 days. */
  readonly dead?: Retention;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
  /** From 0 to below 1, for jitter; default `Math.random`. */
  readonly random?: () => number;
}
