import { checkNames, checks } from "./checks.ts";
import type { DefectReport } from "./defect-trial.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";

const maxProblems = 10;

/** What was tried and found, for a terminal. */
export function printTrial(report: TrialReport): void {
  const { queue } = report.trial;
  for (const { title, rows } of rowsOf(report)) {
    console.log(`\n${queue}: ${title}`);
    for (const { what, figure } of rows) console.log(`${figure.padStart(10)}  ${what}`);
  }
  console.log("");
  for (const name of checkNames) {
    const problems = report.verdict.problems[name];
    console.log(`${problems.length === 0 ? "✓" : "✗"} ${queue}: ${checks[name]}`);
    for (const problem of problems.slice(0, maxProblems)) console.log(`    ${problem}`);
    if (problems.length > maxProblems) console.log(`    and ${problems.length - maxProblems} more`);
  }
}

/** Whether a defect was seen, and by what. */
export function printDefect({ queue, name, defect, isSeen, failed, trials }: DefectReport): void {
  console.log(`${isSeen ? "✓" : "✗"} ${queue}: ${name} (${defect.says}), trials: ${trials}`);
  for (const check of failed) console.log(`    not true: ${checks[check]}`);
}
