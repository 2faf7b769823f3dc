import type { Results, Row } from "./collector/rows.ts";

type Column = readonly [title: string, cell: (row: Row) => string | undefined];

/** All groups of some rows, in the order in which they are met. */
function groupColumns(rows: readonly Row[]): readonly Column[] {
  const groups = new Set(rows.flatMap(({ checks }) => Object.keys(checks)));
  return [...groups].map((group): Column => [group, ({ checks }) => checks[group]?.toString()]);
}

function table(rows: readonly Row[], columns: readonly Column[]): string {
  const all = [...columns, ...groupColumns(rows)];
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(all.map(([title]) => title)),
    `|${columns.map(() => "---|").join("")}${"---:|".repeat(all.length - columns.length)}`,
    ...rows.map((row) => line(all.map(([, cell]) => cell(row) ?? "–"))),
  ].join("\n");
}

/** The result as two Markdown tables: how many checks of each group were run, on which version of what. */
export function matrix({ runtimes, hosts, frameworks }: Results): string {
  const name = (title: string): Column => [title, (row) => row.name];
  const version: Column = ["Version", (row) => row.version];
  const crypto: Column = ["HMAC by", (row) => row.crypto];
  return [
    table(runtimes, [name("Runtime"), version, crypto]),
    table([...frameworks, ...hosts], [name("Framework or host"), version]),
  ].join("\n\n");
}
