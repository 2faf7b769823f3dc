/**
 * The fault harness; see README.md. The last line is `N passed, M failed`.
 *
 *   node conformance/faults/run.ts [--short | --long [--write] | --defect name | --defect all] [--seed number]
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { printReport } from "../fault-frame/print-report.ts";
import { failedOf, type Problems } from "../fault-frame/problems.ts";
import { runHarness, type Tally } from "../fault-frame/run-harness.ts";
import { type DefectReport, printDefect, seekDefect } from "../fault-frame/seek-defect.ts";
import { type CheckName, checkNames, checks } from "./checks.ts";
import { defects } from "./defects.ts";
import { findRedis } from "./find-redis.ts";
import { defectPlan, longPlans, shortPlan } from "./plans.ts";
import { faultsDocument } from "./report-document.ts";
import { rowsOf, type TrialReport } from "./report-rows.ts";
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

async function tryPlan(plan: TrialPlan, redisVersion: string, tally: Tally): Promise<TrialReport> {
  const trial = await runTrial(plan, seed);
  const report = { plan, seed, redisVersion, trial, verdict: judge(trial, plan) };
  const { problems } = report.verdict;
  printReport(rowsOf(report), checks, problems);
  tally.add(checkNames.length, failedOf(problems).length);
  return report;
}

async function tryDefects(
  names: readonly string[],
  tally: Tally,
): Promise<readonly DefectReport<CheckName>[]> {
  const reports: DefectReport<CheckName>[] = [];
  for (const name of names) {
    const trial = async (one: number): Promise<Problems<CheckName>> =>
      judge(await runTrial(defectPlan, one, name)).problems;
    const report = await seekDefect(defects, name, trial, seed);
    printDefect(report, checks);
    reports.push(report);
    tally.add(1, report.isSeen ? 0 : 1);
  }
  return reports;
}

await runHarness(values.long || values.defect !== undefined ? 60 : 10, async (tally) => {
  const redisVersion = findRedis();
  if (redisVersion === undefined) {
    console.log("- Redis: skipped, for there is no redis-server, and it can't be installed here");
    if (process.env["CI"] === "true") tally.add(1, 1);
    return;
  }
  console.log(`seed ${seed}`);
  if (values.defect !== undefined) {
    await tryDefects(values.defect === "all" ? allDefects : [values.defect], tally);
    return;
  }
  const reports: TrialReport[] = [];
  for (const plan of values.long ? longPlans : [shortPlan]) {
    reports.push(await tryPlan(plan, redisVersion, tally));
  }
  if (!values.long) return;
  const document = faultsDocument(reports, await tryDefects(allDefects, tally));
  const file = fileURLToPath(new URL("../../docs/faults.md", import.meta.url));
  if (values.write) writeFileSync(file, document);
});
