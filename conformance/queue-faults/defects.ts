import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { EventQueue } from "@hooks/express";
import { type JobHandler, type ProcessOptions, RetryLater } from "@hooks/queue";
import type { CheckName } from "./checks.ts";
import { withEndlessLease, withoutHeartbeat } from "./lease-defects.ts";

/** A way to get it wrong, and by which checks the harness has to see it. */
export interface Defect {
  readonly says: string;
  readonly seenBy: readonly CheckName[];
  readonly spoilQueue?: (queue: EventQueue) => EventQueue;
  readonly spoilHandler?: (handler: JobHandler) => JobHandler;
  readonly spoilOptions?: (options: ProcessOptions) => ProcessOptions;
}

/** Mistakes that receivers with a queue, and their workers, can make. */
export const defects: Readonly<Record<string, Defect>> = {
  "answered-first": {
    says: "the provider is answered before its event is in the queue",
    seenBy: ["early", "handled", "left"],
    spoilQueue: (queue) => ({
      enqueue: async (job, options) => {
        sleep(30)
          .then(() => queue.enqueue(job, options))
          .catch(() => undefined);
        return { isNew: true };
      },
    }),
  },
  "id-per-delivery": {
    says: "each delivery of an event makes a job of its own",
    seenBy: ["unexplained", "left"],
    spoilQueue: (queue) => ({
      enqueue: (job, options) => queue.enqueue(job, { ...options, id: randomUUID() }),
    }),
  },
  "completed-first": {
    says: "a job is completed before its handler has ended",
    seenBy: ["handled"],
    spoilHandler: (handler) => (job, context) => {
      Promise.resolve(handler(job, context)).catch(() => undefined);
    },
  },
  "failure-is-done": {
    says: "a job whose handler throws is completed",
    seenBy: ["handled"],
    spoilHandler: (handler) => async (job, context) => {
      await Promise.resolve(handler(job, context)).catch(() => undefined);
    },
  },
  forgetful: {
    says: "one job in five is put back though its handler has ended",
    seenBy: ["unexplained"],
    spoilHandler: (handler) => async (job, context) => {
      await handler(job, context);
      if (Math.random() < 0.2) throw new RetryLater({ delayMs: 50, code: "forgotten" });
    },
  },
  "no-heartbeat": {
    says: "no lease is extended while its handler runs",
    seenBy: ["overlapping"],
    spoilOptions: withoutHeartbeat,
  },
  "endless-lease": {
    says: "the lease of a dead process never ends",
    seenBy: ["handled", "left"],
    spoilOptions: withEndlessLease,
  },
};

/** A defect by its name, or none. */
export function defectOf(name: string | undefined): Partial<Defect> {
  return (name === undefined ? undefined : defects[name]) ?? {};
}
