/** What JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** What a job carries. */
export interface JobPayload {
  /** Small facts, ids above all; at most `maxDataBytes` (64 KiB unless set) as UTF-8 of `JSON.stringify`. */
  readonly data: Json;
  /**
   * Bytes, of any content; at most `maxBodyBytes` (10 MiB unless set).
   *
   * Equal bytes are stored once, whichever and however many jobs name them (they are found by their SHA-256), and are
   * dropped with the last job that may still run or be retried. So a fan-out gives every job the same body.
   */
  readonly body?: Uint8Array;
}

/** How a job is enqueued. */
export interface EnqueueOptions {
  /** What makes enqueueing idempotent: 1 to 512 characters of well-formed text. */
  readonly id: string;
  /**
   * What, beside lane and body, makes an id's second use the same job; default `data`. For data that may differ from one
   * enqueueing to the next, as the headers of a delivery that is sent again.
   */
  readonly identity?: Json;
  /** Whose limits hold for the job, an endpoint's id for example: 1 to 256 characters of well-formed text. */
  readonly lane?: string;
  /** Not before so long from now: 0 (the default) to 366 days. */
  readonly delayMs?: number;
  /** 0 (the default) runs first, 1000 last. Integers only. */
  readonly priority?: number;
}

/** A job with its options, as `enqueueAll` takes them. */
export interface NewJob extends JobPayload, EnqueueOptions {}

/** What enqueueing has done. */
export interface Enqueued {
  readonly id: string;
  /** `false`: a job of this id and this payload was known, in whatever state, and nothing was changed. */
  readonly isNew: boolean;
}

/** What a handler is given. */
export interface Job extends JobPayload {
  readonly id: string;
  readonly lane?: string;
  readonly priority: number;
  /** Milliseconds since the epoch. */
  readonly enqueuedAtMs: number;
}

/**
 * Where a job is.
 *
 * - `waiting`: may start as soon as there is a slot; also while it or its lane is paused, and while its lane is full,
 *   over its rate or (ordered) has an earlier job
 * - `delayed`: its time has not come; also between two attempts
 * - `active`: a handler holds it, or held it until its process died and the lease has not ended yet
 * - `completed`: its handler has ended without an error; data and body are gone
 * - `dead`: given up; data and body are kept for `retryDead`
 */
export type JobState = "waiting" | "delayed" | "active" | "completed" | "dead";

/** Why an attempt failed. */
export interface JobFailure {
  /**
   * `handler_failed`, `handler_timeout`, `lease_expired` (its process died, stood still, or lost the storage), or the
   * `code` of what the handler threw, where that is a text of at most 64 of `a-z`, `A-Z`, `0-9` and `_`.
   */
  readonly code: string;
  /** At most 300 characters, never from an unknown error's message: these quote what they were given. */
  readonly message: string;
  readonly atMs: number;
}

/** What is known of a job. Times are milliseconds since the epoch. */
export interface JobStatus {
  readonly id: string;
  readonly state: JobState;
  readonly lane?: string;
  readonly priority: number;
  /** Attempts that have begun and are counted, since it was enqueued or put back from the dead. */
  readonly attempts: number;
  readonly enqueuedAtMs: number;
  /** Not before this it may start; of a job that has started, when it last could. */
  readonly dueAtMs: number;
  /** When the latest attempt began. */
  readonly startedAtMs?: number;
  /** When it was completed or given up. */
  readonly finishedAtMs?: number;
  /** What the latest attempt last gave to `progress`. */
  readonly progress?: number;
  /** The latest failure; kept when a later attempt succeeds. */
  readonly lastFailure?: JobFailure;
}

/** A job as it is stored; the payload only where the state keeps it. */
export interface StoredJob extends JobStatus {
  readonly data?: Json;
  readonly body?: Uint8Array;
}
