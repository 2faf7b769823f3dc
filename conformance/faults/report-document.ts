import { columns, defectsSeen, versionOf } from "../fault-frame/document-parts.ts";
import type { DefectReport } from "../fault-frame/seek-defect.ts";
import { type CheckName, checks } from "./checks.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";

/** `docs/faults.md`: what the long trials showed, and which defects the same harness sees. */
export function faultsDocument(
  reports: readonly TrialReport[],
  defects: readonly DefectReport<CheckName>[],
): string {
  const [{ plan, seed, redisVersion }] = reports as readonly [TrialReport];
  const deliveries = reports.reduce((sum, report) => sum + report.plan.deliveries, 0);
  const versions = [
    `Node ${process.versions.node}`,
    `Redis ${redisVersion}`,
    ...["express", "ioredis", "redis"].map(versionOf),
  ];
  const parts = [
    "# Deliveries under faults",
    "<!-- Written by `node conformance/faults/run.ts --long --write`. -->",
    [
      `${deliveries.toLocaleString("en")} deliveries by a provider that tries again until it gets a 2xx,`,
      `to ${plan.receivers} receivers with one Redis, while processes are killed and paused, Redis restarts and`,
      "connections fail. How that is done, and what the words mean: [conformance/faults](../conformance/faults).",
    ].join("\n"),
    `Seed ${seed}. ${versions.join(", ")}.`,
    [
      "In the first trial every pause ends before the lease of what is paused: there a delivery may be handled once more only",
      "because its handler asked for it, or was killed. In the second, processes also sleep until another may have taken",
      "their place, which nobody can tell from their death.",
    ].join("\n"),
    ...columns(
      reports.map((report) => ({
        title: report.plan.pausesAreShort ? "Short pauses" : "Any pauses",
        groups: rowsOf(report),
        problems: report.verdict.problems,
      })),
      checks,
    ),
    "## Defects that the harness sees",
    "The same harness with a mistake put into the receivers. Each has to be seen.",
    defectsSeen(defects, checks),
  ];
  return `${parts.join("\n\n")}\n`;
}
