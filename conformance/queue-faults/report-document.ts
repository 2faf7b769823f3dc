import type { PageText } from "../fault-frame/queue-page.ts";
import type { TrialReport } from "./report-rows.ts";

/** What `docs/queue-faults.md` says beside the figures. */
export const pageOf = ([report]: readonly TrialReport[]): PageText => ({
  title: "Queues under faults",
  name: "queue-faults",
  about: [
    `For each queue, ${report?.plan.deliveries.toLocaleString("en")} events by a provider that tries again until it gets a 2xx, to ${report?.plan.receivers} receivers that`,
    `answer as soon as an event is in the queue, and ${report?.plan.workers} workers, while processes are killed and paused and`,
    "Redis is killed and restarted.",
  ],
  spoiled: "the receivers or the workers",
  packages: ["express", "bullmq", "ioredis"],
});
