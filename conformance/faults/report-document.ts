import { defectsSeen, table, versionOf } from "../fault-frame/document-parts.ts";
import type { DefectReport } from "../fault-frame/seek-defect.ts";
import { type CheckName, checkNames, checks } from "./checks.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";

/** `docs/faults.md`: what a long trial showed, and which defects the same harness sees. */
export function faultsDocument(
  report: TrialReport,
  defects: readonly DefectReport<CheckName>[],
): string {
  const { plan, seed, redisVersion, verdict } = report;
  const versions = [
    `Node ${process.versions.node}`,
    `Redis ${redisVersion}`,
    ...["express", "ioredis", "redis"].map(versionOf),
  ];
  const parts = [
    "# Deliveries under faults",
    "<!-- Written by `node conformance/faults/run.ts --long --write`. -->",
    [
      `${plan.deliveries.toLocaleString("en")} deliveries by a provider that tries again until it gets a 2xx,`,
      `to ${plan.receivers} receivers with one Redis, while processes are killed and paused, Redis restarts and`,
      "connections fail. How that is done, and what the words mean: [conformance/faults](../conformance/faults).",
    ].join("\n"),
    `Seed ${seed}. ${versions.join(", ")}.`,
    ...rowsOf(report).flatMap(({ title, rows }) => [
      `## ${title}`,
      table(
        ["Count", "Of"],
        rows.map(({ what, figure }) => [figure, what]),
      ),
    ]),
    "## Checks",
    checkNames
      .map(
        (name) => `- ${verdict.problems[name].length === 0 ? "✓" : "**failed**:"} ${checks[name]}`,
      )
      .join("\n"),
    "## Defects that the harness sees",
    "The same harness with a mistake put into the receivers. Each has to be seen.",
    defectsSeen(defects, checks),
  ];
  return `${parts.join("\n\n")}\n`;
}
