import type { EncodedJob, JobFailure, JobState, JobStatus } from "@hooks/queue";

/** A job as it lies in memory. */
export interface MemoryJob {
  readonly id: string;
  readonly lane: string | undefined;
  readonly priority: number;
  readonly enqueuedAtMs: number;
  /** Of the payload. */
  readonly digest: string;
  state: JobState;
  /** Where it stands among the others, in the order of enqueueing. */
  place: number;
  dueAtMs: number;
  attempts: number;
  /** JSON; `undefined` once it is completed, as is the body. */
  data: string | undefined;
  bodyDigest: string | undefined;
  token: string | undefined;
  leaseUntilMs: number;
  startedAtMs: number | undefined;
  finishedAtMs: number | undefined;
  progress: number | undefined;
  lastFailure: JobFailure | undefined;
}

/** A job that has no place yet. */
export function newJob({ body, ...encoded }: EncodedJob): MemoryJob {
  return {
    ...encoded,
    state: "waiting",
    place: 0,
    attempts: 0,
    bodyDigest: body?.digest,
    token: undefined,
    leaseUntilMs: 0,
    startedAtMs: undefined,
    finishedAtMs: undefined,
    progress: undefined,
    lastFailure: undefined,
  };
}

/** The order in which jobs start. */
export function startsBefore(one: MemoryJob, other: MemoryJob): boolean {
  if (one.priority !== other.priority) return one.priority < other.priority;
  if (one.dueAtMs !== other.dueAtMs) return one.dueAtMs < other.dueAtMs;
  return one.place < other.place;
}

/** What may be shown of it. */
export function statusOf(job: MemoryJob): JobStatus {
  const { id, state, lane, priority, attempts, enqueuedAtMs, dueAtMs } = job;
  const { startedAtMs, finishedAtMs, progress, lastFailure } = job;
  return {
    id,
    state,
    ...(lane !== undefined && { lane }),
    priority,
    attempts,
    enqueuedAtMs,
    dueAtMs,
    ...(startedAtMs !== undefined && { startedAtMs }),
    ...(finishedAtMs !== undefined && { finishedAtMs }),
    ...(progress !== undefined && { progress }),
    ...(lastFailure && { lastFailure: { ...lastFailure } }),
  };
}
