import { queuePage } from "../fault-frame/queue-page.ts";
import type { DefectReport } from "../fault-frame/seek-defect.ts";
import { type CheckName, checks } from "./checks.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";

/** `docs/dispatch-faults.md`. */
export function faultsDocument(
  reports: readonly TrialReport[],
  defects: readonly DefectReport<CheckName>[],
  redisVersion: string | undefined,
): string {
  const [{ plan, seed, trial } = { plan: undefined, seed: 0, trial: undefined }] = reports;
  return queuePage({
    title: "Dispatchers under faults",
    folder: "dispatch-faults",
    about: [
      `For each queue, ${plan?.deliveries.toLocaleString("en")} events that ${plan?.publishers} processes publish and ${plan?.workers} deliver, to ${trial?.endpoints.length} endpoints most of which`,
      "fail in one way or another, while processes are killed and paused and Redis is killed and restarted.",
      ...(reports.some((report) => report.trial.queue === "memory")
        ? ["In memory all is one process, which is paused and not killed."]
        : []),
    ],
    spoiled: "the dispatcher",
    seed,
    packages: ["bullmq", "ioredis"],
    redisVersion,
    trials: reports.map((report) => ({
      title: report.trial.queue,
      groups: rowsOf(report),
      problems: report.verdict.problems,
    })),
    checks,
    defects,
  });
}
