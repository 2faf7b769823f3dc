/**
 * The fault harness; see README.md. The last line is `N passed, M failed`.
 *
 *   node conformance/faults/run.ts [--short | --long [--write] | --defect name | --defect all] [--seed number]
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkNames, failedChecks } from "./checks.ts";
import { type DefectReport, tryDefect } from "./defect-trial.ts";
import { defects } from "./defects.ts";
import { findRedis } from "./find-redis.ts";
import { longPlan, shortPlan } from "./plans.ts";
import { faultsDocument } from "./report-document.ts";
import { printDefect, printTrial } from "./report-print.ts";
import type { TrialReport } from "./report-rows.ts";
import { runTrial, type TrialPlan } from "./trial.ts";
import { judge } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean" },
    long: { type: "boolean" },
    write: { type: "boolean" },
    defect: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});
const seed = Number(values.seed);
const allDefects = Object.keys(defects);
let passed = 0;
let failed = 0;

async function tryPlan(plan: TrialPlan, redisVersion: string): Promise<TrialReport> {
  const trial = await runTrial(plan, seed);
  const report = { plan, seed, redisVersion, trial, verdict: judge(trial) };
  printTrial(report);
  const failures = failedChecks(report.verdict.problems).length;
  failed += failures;
  passed += checkNames.length - failures;
  return report;
}

async function tryDefects(names: readonly string[]): Promise<readonly DefectReport[]> {
  const reports: DefectReport[] = [];
  for (const name of names) {
    const report = await tryDefect(name, seed);
    printDefect(report);
    reports.push(report);
    if (report.isSeen) passed++;
    else failed++;
  }
  return reports;
}

async function run(): Promise<void> {
  const redisVersion = findRedis();
  if (redisVersion === undefined) {
    console.log("- Redis: skipped, for there is no redis-server, and it can't be installed here");
    if (process.env["CI"] === "true") failed++;
    return;
  }
  console.log(`seed ${seed}`);
  if (values.defect !== undefined) {
    await tryDefects(values.defect === "all" ? allDefects : [values.defect]);
    return;
  }
  const report = await tryPlan(values.long ? longPlan : shortPlan, redisVersion);
  if (!values.long) return;
  const document = faultsDocument(report, await tryDefects(allDefects));
  const file = fileURLToPath(new URL("../../docs/faults.md", import.meta.url));
  if (values.write) writeFileSync(file, document);
}

const limitMinutes = values.long || values.defect !== undefined ? 60 : 10;
setTimeout(() => {
  console.error(`not done within ${limitMinutes} minutes`);
  console.log(`${passed} passed, ${failed + 1} failed`);
  process.exit(1);
}, limitMinutes * 60_000);

// A trial ends what it has started when the process exits, and not when a signal ends it.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    console.error(`ended by ${signal}`);
    process.exit(1);
  });
}

try {
  await run();
} catch (error) {
  console.error(error);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
// After an error the provider may still have attempts to make, for which there is nobody left.
process.exit(failed > 0 ? 1 : 0);
