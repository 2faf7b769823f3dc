import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type JobHandler, type ProcessOptions, type Queue, RetryLater } from "@hooks/queue";
import type { Endpoint, PreparedEvent, Sender } from "@hooks/sender";
import { withEndlessLease, withoutHeartbeat } from "../queue-faults/lease-defects.ts";
import type { CheckName } from "./checks.ts";

/** A way to get it wrong, and by which checks the harness has to see it. */
export interface Defect {
  readonly says: string;
  readonly seenBy: readonly CheckName[];
  readonly spoilQueue?: (queue: Queue) => Queue;
  readonly spoilSender?: (sender: Sender) => Sender;
  readonly spoilHandler?: (handler: JobHandler) => JobHandler;
  readonly spoilOptions?: (options: ProcessOptions) => ProcessOptions;
  readonly spoilEndpoint?: (endpoint: Endpoint) => Endpoint;
}

/** Mistakes that a dispatcher can make. */
export const defects: Readonly<Record<string, Defect>> = {
  "published-first": {
    says: "`publish` resolves before the event is in the queue",
    seenBy: ["early", "delivered", "left"],
    spoilQueue: (queue) => ({
      ...queue,
      enqueueAll: async (jobs) => {
        sleep(30)
          .then(() => queue.enqueueAll(jobs))
          .catch(() => undefined);
        return jobs.map(({ id }) => ({ id, isNew: true }));
      },
    }),
  },
  "id-per-publish": {
    says: "each publishing of an event makes jobs of its own",
    seenBy: ["unexplained", "left"],
    spoilQueue: (queue) => ({
      ...queue,
      enqueueAll: (jobs) =>
        queue.enqueueAll(jobs.map((job) => ({ ...job, id: `${job.id}.${randomUUID()}` }))),
    }),
  },
  forgotten: {
    says: "one event in ten is not sent to one of its endpoints",
    seenBy: ["delivered", "left"],
    spoilQueue: (queue) => ({
      ...queue,
      enqueueAll: (jobs) => queue.enqueueAll(jobs.filter(({ id }) => !/7\.steady$/.test(id ?? ""))),
    }),
  },
  "acknowledged-first": {
    says: "a job is completed before its attempt",
    seenBy: ["delivered"],
    spoilHandler: (handler) => (job, context) => {
      Promise.resolve(handler(job, context)).catch(() => undefined);
    },
  },
  "failure-is-done": {
    says: "a job whose attempt fails is completed",
    seenBy: ["delivered"],
    spoilHandler: (handler) => async (job, context) => {
      await Promise.resolve(handler(job, context)).catch(() => undefined);
    },
  },
  forgetful: {
    says: "one job in five is put back though it is delivered",
    seenBy: ["unexplained"],
    spoilHandler: (handler) => async (job, context) => {
      const outcome = await handler(job, context);
      if (outcome === undefined && Math.random() < 0.2) {
        throw new RetryLater({ delayMs: 50, code: "forgotten" });
      }
      return outcome;
    },
  },
  "no-lanes": {
    says: "the queue is not told of the endpoints' lanes",
    seenBy: ["ordered", "wide"],
    spoilQueue: (queue) => ({ ...queue, setLane: async () => undefined }),
  },
  unreserved: {
    says: "retries may take all slots",
    seenBy: ["reserved"],
    spoilOptions: (options) => ({ ...options, reservedForFirst: 0 }),
  },
  misdirected: {
    says: "every event goes to every endpoint",
    seenBy: ["subscribed"],
    spoilEndpoint: (endpoint) => ({ ...endpoint, eventTypes: ["*"] }),
  },
  rewritten: {
    says: "the bytes of an event are made anew for each retry",
    seenBy: ["signed"],
    spoilSender: (sender) => ({
      ...sender,
      attempt: (endpoint, event, number, options) => {
        const { body } = event as PreparedEvent;
        const again = new Uint8Array(Buffer.from(`${Buffer.from(body)}\n`));
        const sent = number > 1 ? { ...(event as PreparedEvent), body: again } : event;
        return sender.attempt(endpoint, sent, number, options);
      },
    }),
  },
  "no-heartbeat": {
    says: "no lease is extended while its attempt goes on",
    seenBy: ["overlapping"],
    spoilOptions: withoutHeartbeat,
  },
  "endless-lease": {
    says: "the lease of a dead process never ends",
    seenBy: ["delivered", "left"],
    spoilOptions: withEndlessLease,
  },
};

/** A defect by its name, or none. */
export function defectOf(name: string | undefined): Partial<Defect> {
  return (name === undefined ? undefined : defects[name]) ?? {};
}
