import { createRequire } from "node:module";
import type { RowGroup } from "./figures.ts";
import type { Problems } from "./problems.ts";
import type { DefectReport } from "./seek-defect.ts";

const require = createRequire(import.meta.url);

/** A package's name and its version, as installed. */
export function versionOf(name: string): string {
  const { version } = require(`${name}/package.json`) as { readonly version: string };
  return `${name} ${version}`;
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What one trial of several came to; all have the same rows and the same checks. */
export interface Column<Name extends string> {
  readonly title: string;
  readonly groups: readonly RowGroup[];
  readonly problems: Problems<Name>;
}

/** The figures and checks of several trials beside each other, under headings of their own. */
export function columns<Name extends string>(
  trials: readonly Column<Name>[],
  checks: Readonly<Record<Name, string>>,
): readonly string[] {
  const titles = trials.map(({ title }) => title);
  const [first = { groups: [] }] = trials;
  const figures = first.groups.flatMap(({ title, rows }, group) => [
    `## ${title}`,
    table(
      [...titles, "Of"],
      rows.map(({ what }, row) => [
        ...trials.map(({ groups }) => groups[group]?.rows[row]?.figure ?? "-"),
        what,
      ]),
    ),
  ]);
  const held = (Object.keys(checks) as Name[]).map((name) => [
    ...trials.map(({ problems }) => (problems[name].length === 0 ? "✓" : "**failed**")),
    checks[name],
  ]);
  return [...figures, "## Checks", table([...titles, ""], held)];
}

/** Which defects were seen, and by what, under a heading of their own. */
export function defectsSeen<Name extends string>(
  defects: readonly DefectReport<Name>[],
  checks: Readonly<Record<Name, string>>,
): string {
  const rows = defects.map(({ subject, says, isSeen, failed }) => [
    ...(subject ? [subject] : []),
    says,
    isSeen ? "✓" : "**no**",
    failed.map((name) => checks[name]).join("; "),
  ]);
  const isOfSeveral = defects.some(({ subject }) => subject !== "");
  const head = ["Mistake", "Seen", "What was no longer true"];
  return table(isOfSeveral ? ["Queue", ...head] : head, rows);
}
