import type { RowGroup } from "./figures.ts";
import type { Problems } from "./problems.ts";

const maxProblems = 10;

/**
 * Writes figures and checks for a terminal.
 *
 * @param subject what was tried, where several are
 */
export function printReport<Name extends string>(
  groups: readonly RowGroup[],
  checks: Readonly<Record<Name, string>>,
  problems: Problems<Name>,
  subject = "",
): void {
  const prefix = subject && `${subject}: `;
  for (const { title, rows } of groups) {
    console.log(`\n${prefix}${title}`);
    for (const { what, figure } of rows) console.log(`${figure.padStart(10)}  ${what}`);
  }
  console.log("");
  for (const name of Object.keys(checks) as Name[]) {
    const found = problems[name];
    console.log(`${found.length === 0 ? "✓" : "✗"} ${prefix}${checks[name]}`);
    for (const problem of found.slice(0, maxProblems)) console.log(`    ${problem}`);
    if (found.length > maxProblems) console.log(`    and ${found.length - maxProblems} more`);
  }
}
