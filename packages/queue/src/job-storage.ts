import type { EncodedJob } from "./encode-job.ts";
import type { JobState, JobStatus, StoredJob } from "./job.ts";
import type { LaneRules } from "./lane-limits.ts";
import type { DeadFilter, DeadPage, DeadQuery, JobCounts, Queue, QueueHealth } from "./queue.ts";
import type { Settlement } from "./settlement.ts";

/** Who holds which job: the token is fresh for every attempt, and settles no other. */
export interface Hold {
  readonly id: string;
  readonly token: string;
}

/** A job that is active now, and the asking worker's. */
export interface ClaimedJob extends Hold {
  readonly attempt: number;
  readonly lane: string | undefined;
  readonly priority: number;
  readonly enqueuedAtMs: number;
  /** JSON. */
  readonly data: string;
  /** The handler's own copy. */
  readonly body: Uint8Array | undefined;
}

/** How many jobs a worker has slots for. */
export interface ClaimRequest {
  readonly nowMs: number;
  readonly leaseMs: number;
  readonly count: number;
  /** How many of them may have had an attempt before. */
  readonly retryCount: number;
  /** A job whose lease has ended after so many attempts is dead. */
  readonly maxAttempts: number;
}

/** What a worker is given, and when asking again is worthwhile if nothing else happens. */
export interface ClaimResult {
  readonly jobs: readonly ClaimedJob[];
  readonly wakeAtMs: number | undefined;
  /** How many leases were found to have ended. */
  readonly expired: number;
}

/** An answer, at once or later. */
export type Answer<Value> = Value | Promise<Value>;

/**
 * Where jobs lie, for {@link createQueue}: each verb is one atomic step, and lasting once it is answered.
 *
 * Arguments are checked already. What fails is a `QueueError`.
 */
export interface JobStorage {
  /** Throws where the storage can't be used. */
  ready(): Answer<void>;
  /** Answers, for each, whether it is new. All or none. */
  enqueueAll(jobs: readonly EncodedJob[]): Answer<readonly boolean[]>;
  /** Lets the time that has passed have its effects, and starts what may start. */
  claim(request: ClaimRequest): Answer<ClaimResult>;
  /** Answers, for each, whether it is still held. */
  extend(holds: readonly Hold[], untilMs: number): Answer<readonly boolean[]>;
  /** `false` where it is no longer held. */
  settle(hold: Hold, settlement: Settlement, nowMs: number): Answer<boolean>;
  /** `false` where it is no longer held. */
  progress(hold: Hold, value: number): Answer<boolean>;
  /** See {@link Queue.setLane}. */
  setLane(lane: string, rules: LaneRules, nowMs: number): Answer<void>;
  /** Of one lane, or of the whole queue. */
  setPaused(lane: string | undefined, isPaused: boolean, nowMs: number): Answer<void>;
  /** See {@link Queue.status}. */
  status(id: string, nowMs: number): Answer<JobStatus | undefined>;
  /** See {@link Queue.inspect}. */
  inspect(id: string, nowMs: number): Answer<StoredJob | undefined>;
  /** See {@link Queue.dead}. */
  dead(query: DeadQuery & { readonly limit: number }): Answer<DeadPage>;
  /** See {@link Queue.retryDead}. */
  retryDead(which: string | DeadFilter, nowMs: number): Answer<number>;
  /** Answers which state it was in; one that is active stays. */
  remove(id: string, nowMs: number): Answer<JobState | undefined>;
  /** See {@link Queue.counts}. */
  counts(nowMs: number): Answer<JobCounts>;
  /** See {@link Queue.health}. */
  health(nowMs: number): Answer<Omit<QueueHealth, "lastMinute">>;
  /** Lets go of the storage; nothing is asked of it after that. */
  close(): Answer<void>;
}
