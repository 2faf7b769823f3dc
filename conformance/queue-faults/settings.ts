/** What the parent process, the receivers and the workers have to agree on. */

/** The queues that are tried, each in a trial of its own. */
export const queueKinds = ["SQLite", "BullMQ"] as const;
export type QueueKind = (typeof queueKinds)[number] | "memory";

/** Small, so that leases end within the run; long enough for a machine that is busy. */
export const leaseMs = 3000;

/** Jobs of a worker at a time. */
export const concurrency = 8;

/**
 * A lease surely lives while its worker reaches the queue at least this often: a heartbeat comes every third of a lease,
 * and neither the claim nor the heartbeat took longer than this.
 */
export const safeGapMs: number = leaseMs / 3;

/** At these a process kills itself, so that each is met for certain and not by chance. */
export const steps = [
  "before it was enqueued",
  "after it was enqueued, before the answer",
  "in its handler",
  "after its handler, before that was recorded",
] as const;
export type Step = (typeof steps)[number];

/** The provider waits no longer for an enqueueing that is late, so a receiver with a store need not either. */
export const receiverTimeoutMs = 1500;
