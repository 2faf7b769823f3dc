import { queuePage } from "../fault-frame/queue-page.ts";
import type { DefectReport } from "../fault-frame/seek-defect.ts";
import { type CheckName, checks } from "./checks.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";

/** `docs/queue-faults.md`. */
export function faultsDocument(
  reports: readonly TrialReport[],
  defects: readonly DefectReport<CheckName>[],
  redisVersion: string | undefined,
): string {
  const [{ plan, seed } = { plan: undefined, seed: 0 }] = reports;
  return queuePage({
    title: "Queues under faults",
    folder: "queue-faults",
    about: [
      `For each queue, ${plan?.deliveries.toLocaleString("en")} events by a provider that tries again until it gets a 2xx, to ${plan?.receivers} receivers that`,
      `answer as soon as an event is in the queue, and ${plan?.workers} workers, while processes are killed and paused and`,
      "Redis is killed and restarted.",
    ],
    spoiled: "the receivers or the workers",
    seed,
    packages: ["express", "bullmq", "ioredis"],
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
