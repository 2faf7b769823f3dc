import { type Column, columns, defectsSeen, versionOf } from "./document-parts.ts";
import type { DefectReport } from "./seek-defect.ts";

/** What a page about a harness of queues says. */
export interface QueuePage<Name extends string> {
  readonly title: string;
  /** The harness's folder in `conformance`. */
  readonly folder: string;
  /** What was done to whom, line by line. */
  readonly about: readonly string[];
  /** Into what the mistakes were put. */
  readonly spoiled: string;
  readonly seed: number;
  /** Packages whose versions matter. */
  readonly packages: readonly string[];
  readonly redisVersion: string | undefined;
  readonly trials: readonly Column<Name>[];
  readonly checks: Readonly<Record<Name, string>>;
  readonly defects: readonly DefectReport<Name>[];
}

/** A page of `docs`: what long trials showed, and which defects the same harness sees. */
export function queuePage<Name extends string>(page: QueuePage<Name>): string {
  const { title, folder, about, spoiled, seed, packages, redisVersion } = page;
  const versions = [
    `Node ${process.versions.node}`,
    ...(redisVersion ? [`Redis ${redisVersion}`] : []),
    ...packages.map(versionOf),
  ];
  const parts = [
    `# ${title}`,
    `<!-- Written by \`node conformance/${folder}/run.ts --long --write\`. -->`,
    [
      ...about,
      "How that is done, and what the words mean:",
      `[conformance/${folder}](../conformance/${folder}).`,
    ].join("\n"),
    `Seed ${seed}. ${versions.join(", ")}.`,
    ...columns(page.trials, page.checks),
    "## Defects that the harness sees",
    `The same harness with a mistake put into ${spoiled}. Each has to be seen.`,
    defectsSeen(page.defects, page.checks),
  ];
  return `${parts.join("\n\n")}\n`;
}
