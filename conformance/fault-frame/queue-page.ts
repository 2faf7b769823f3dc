import { type Column, columns, defectsSeen, versionOf } from "./document-parts.ts";
import type { DefectReport } from "./seek-defect.ts";

/** What a page about a harness of queues says beside the figures. */
export interface PageText {
  readonly title: string;
  /** Of the page in `docs`, and of the harness's folder in `conformance`. */
  readonly name: string;
  /** What was done to whom, line by line. */
  readonly about: readonly string[];
  /** Into what the mistakes were put. */
  readonly spoiled: string;
  /** Packages whose versions matter. */
  readonly packages: readonly string[];
}

/** What long trials came to. */
export interface PageFigures<Name extends string> {
  readonly seed: number;
  readonly redisVersion: string | undefined;
  readonly trials: readonly Column<Name>[];
  readonly checks: Readonly<Record<Name, string>>;
  readonly defects: readonly DefectReport<Name>[];
}

/** A page of `docs`: what long trials showed, and which defects the same harness sees. */
export function queuePage<Name extends string>(
  { title, name, about, spoiled, packages }: PageText,
  { seed, redisVersion, trials, checks, defects }: PageFigures<Name>,
): string {
  const versions = [
    `Node ${process.versions.node}`,
    ...(redisVersion ? [`Redis ${redisVersion}`] : []),
    ...packages.map(versionOf),
  ];
  const parts = [
    `# ${title}`,
    `<!-- Written by \`node conformance/${name}/run.ts --long --write\`. -->`,
    [
      ...about,
      "How that is done, and what the words mean:",
      `[conformance/${name}](../conformance/${name}).`,
    ].join("\n"),
    `Seed ${seed}. ${versions.join(", ")}.`,
    ...columns(trials, checks),
    "## Defects that the harness sees",
    `The same harness with a mistake put into ${spoiled}. Each has to be seen.`,
    defectsSeen(defects, checks),
  ];
  return `${parts.join("\n\n")}\n`;
}
