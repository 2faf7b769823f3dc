import { createRequire } from "node:module";
import { checkNames, checks } from "./checks.ts";
import type { DefectReport } from "./defect-trial.ts";
import { type RowGroup, rowsOf, type TrialReport } from "./report-rows.ts";

const require = createRequire(import.meta.url);

function versionOf(name: string): string {
  const { version } = require(`${name}/package.json`) as { readonly version: string };
  return `${name} ${version}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The rows of every queue beside each other. */
function figures(reports: readonly TrialReport[]): readonly string[] {
  const groups = reports.map(rowsOf);
  const head = [...reports.map(({ trial }) => trial.queue), "Of"];
  const [first = []] = groups;
  return first.flatMap(({ title, rows }, group) => [
    `## ${title}`,
    table(
      head,
      rows.map(({ what }, row) => {
        const figureOf = (one: readonly RowGroup[]): string => one[group]?.rows[row]?.figure ?? "-";
        return [...groups.map(figureOf), what];
      }),
    ),
  ]);
}

/** `docs/queue-faults.md`: what long trials showed, and which defects the same harness sees. */
export function faultsDocument(
  reports: readonly TrialReport[],
  defects: readonly DefectReport[],
  redisVersion: string | undefined,
): string {
  const [{ plan, seed } = { plan: undefined, seed: 0 }] = reports;
  const versions = [
    `Node ${process.versions.node}`,
    ...(redisVersion ? [`Redis ${redisVersion}`] : []),
    ...["express", "bullmq", "ioredis"].map(versionOf),
  ];
  const parts = [
    "# Queues under faults",
    "<!-- Written by `node conformance/queue-faults/run.ts --long --write`. -->",
    [
      `For each queue, ${plan?.deliveries.toLocaleString("en")} events by a provider that tries again until it gets a 2xx, to ${plan?.receivers} receivers that`,
      `answer as soon as an event is in the queue, and ${plan?.workers} workers, while processes are killed and paused and`,
      "Redis is killed and restarted. How that is done, and what the words mean:",
      "[conformance/queue-faults](../conformance/queue-faults).",
    ].join("\n"),
    `Seed ${seed}. ${versions.join(", ")}.`,
    ...figures(reports),
    "## Checks",
    table(
      [...reports.map(({ trial }) => trial.queue), ""],
      checkNames.map((name) => [
        ...reports.map(({ verdict }) => (verdict.problems[name].length === 0 ? "✓" : "**failed**")),
        checks[name],
      ]),
    ),
    "## Defects that the harness sees",
    "The same harness with a mistake put into the receivers or the workers. Each has to be seen.",
    table(
      ["Queue", "Mistake", "Seen", "What was no longer true"],
      defects.map(({ queue, defect, isSeen, failed }) => [
        queue,
        defect.says,
        isSeen ? "✓" : "**no**",
        failed.map((name) => checks[name]).join("; "),
      ]),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}
