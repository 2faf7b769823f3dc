/**
 * Runs the checks on all runtimes and hosts; the last line is `N passed, M failed`. Compares the counts with those in
 * docs/conformance.json, or writes them there: `node conformance/run-all.ts --write`.
 */
import { hosts } from "./collector/hosts.ts";
import { problemsOf } from "./collector/problems-of.ts";
import { differencesOf, newestRows, readResults, writeResults } from "./collector/result-file.ts";
import type { Row } from "./collector/rows.ts";
import { type Report, runConformers } from "./collector/run-conformers.ts";
import { runtimes } from "./collector/runtimes.ts";
import { matrix } from "./matrix.ts";

function print({ conformer, failures, isSkipped, seconds }: Report): void {
  const { name, tool } = conformer;
  if (isSkipped) console.log(`- ${name}: skipped, for ${tool} can't be run here`);
  else console.log(`${failures.length === 0 ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`);
  for (const failure of failures) console.log(`    ${failure}`);
}

// An end by a signal is one at which what was started is ended as well.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

const reports = await runConformers([...runtimes, ...hosts], print);

const rowsOf = (part: typeof runtimes): readonly Row[] =>
  reports.flatMap(({ conformer, row }) => (row && part.includes(conformer) ? row : []));
const measured = { runtimes: rowsOf(runtimes), hosts: rowsOf(hosts) };
const unmeasured = reports.filter(({ row }) => !row).map(({ conformer }) => conformer.name);
const skipped = reports.filter(({ isSkipped }) => isSkipped);
const failed = reports.flatMap(({ failures }) => failures).length;

const problems = [...problemsOf(reports)];
if (process.env["CI"] === "true") {
  problems.push(...skipped.map(({ conformer }) => `${conformer.name} was skipped`));
}
if (!process.argv.includes("--write")) {
  problems.push(...differencesOf("runtimes", measured.runtimes, unmeasured));
  problems.push(...differencesOf("hosts", measured.hosts, unmeasured));
} else if (failed + problems.length === 0) {
  const written = readResults();
  const newest = (part: "runtimes" | "hosts", conformers: typeof runtimes): readonly Row[] => {
    const names = conformers.map(({ name }) => name);
    return newestRows(names, measured[part], written[part]);
  };
  writeResults({ runtimes: newest("runtimes", runtimes), hosts: newest("hosts", hosts) });
} else {
  problems.push("nothing was written");
}

console.log(`\n${matrix({ ...measured, frameworks: [] })}\n`);
for (const problem of problems) console.log(`✗ ${problem}`);
const checks = Object.values(measured).flatMap((rows) =>
  rows.flatMap((row) => Object.values(row.checks)),
);
const run = checks.reduce((sum, count) => sum + count, 0);
const passed = run - reports.flatMap(({ row, failures }) => (row ? failures : [])).length;
console.log(`${passed} passed, ${failed + problems.length} failed`);
process.exitCode = failed + problems.length > 0 || passed === 0 ? 1 : 0;
