/** What the harness and the processes of the dispatcher have to agree on. */
import { leaseMs, type QueueKind } from "../queue-faults/settings.ts";

/** The queues that are tried, each in a trial of its own. */
export const queueKinds: readonly QueueKind[] = ["SQLite", "BullMQ", "memory"];

/** For a whole attempt; longer than a lease, so that leases are extended while attempts go on. */
export const deadlineMs: number = 1.6 * leaseMs;

/** Deliveries of a worker at a time, and how many of these slots retries may not use. */
export const concurrency = 8;
export const reservedForFirst = 4;
export const retrySlots: number = concurrency - reservedForFirst;

/** At these a process kills itself, so that each is met for certain and not by chance. */
export const steps = [
  "before it was enqueued",
  "after it was enqueued, before publish resolved",
  "before its attempt",
  "in its attempt",
  "after its attempt, before that was recorded",
] as const;
export type Step = (typeof steps)[number];

/** How long an endpoint takes at least with what kills a worker in the middle. */
export const deadlyReplyMs = 400;
/** When in an attempt the worker dies: after the request was sent, before the reply. */
export const deadlyAfterMs = 150;
