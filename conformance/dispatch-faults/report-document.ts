import type { PageText } from "../fault-frame/queue-page.ts";
import type { TrialReport } from "./report-rows.ts";

/** What `docs/dispatch-faults.md` says beside the figures. */
export function pageOf(reports: readonly TrialReport[]): PageText {
  const [{ plan, trial } = { plan: undefined, trial: undefined }] = reports;
  return {
    title: "Dispatchers under faults",
    name: "dispatch-faults",
    about: [
      `For each queue, ${plan?.deliveries.toLocaleString("en")} events that ${plan?.publishers} processes publish and ${plan?.workers} deliver, to ${trial?.endpoints.length} endpoints most of which`,
      "fail in one way or another, while processes are killed and paused and Redis is killed and restarted.",
      ...(reports.some((report) => report.trial.queue === "memory")
        ? ["In memory all is one process, which is paused and not killed."]
        : []),
    ],
    spoiled: "the dispatcher",
    packages: ["bullmq", "ioredis"],
  };
}
