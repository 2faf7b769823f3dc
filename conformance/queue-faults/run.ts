/**
 * The fault harness of the queues; see README.md. The last line is `N passed, M failed`.
 *
 *   node conformance/queue-faults/run.ts [--short | --long [--write] | --defect name | --defect all]
 *     [--queue SQLite | --queue BullMQ] [--seed number]
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findRedis } from "../faults/find-redis.ts";
import { checkNames, failedChecks } from "./checks.ts";
import { type DefectReport, tryDefect } from "./defect-trial.ts";
import { defects } from "./defects.ts";
import { longPlan, shortPlan } from "./plans.ts";
import { faultsDocument } from "./report-document.ts";
import { printDefect, printTrial } from "./report-print.ts";
import type { TrialReport } from "./report-rows.ts";
import { type QueueKind, queueKinds } from "./settings.ts";
import { runTrial } from "./trial.ts";
import { judge } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean" },
    long: { type: "boolean" },
    write: { type: "boolean" },
    defect: { type: "string" },
    queue: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});
const seed = Number(values.seed);
const plan = values.long ? longPlan : shortPlan;
let passed = 0;
let failed = 0;

async function tryPlan(queue: QueueKind): Promise<TrialReport> {
  const trial = await runTrial(queue, plan, seed);
  const report = { plan, seed, trial, verdict: judge(trial) };
  printTrial(report);
  const failures = failedChecks(report.verdict.problems).length;
  failed += failures;
  passed += checkNames.length - failures;
  return report;
}

async function tryDefects(
  queues: readonly QueueKind[],
  names: readonly string[],
): Promise<readonly DefectReport[]> {
  const reports: DefectReport[] = [];
  for (const name of names) {
    // Both at once, for most of a trial is waiting.
    for (const report of await Promise.all(queues.map((one) => tryDefect(one, name, seed)))) {
      printDefect(report);
      reports.push(report);
      if (report.isSeen) passed++;
      else failed++;
    }
  }
  return reports;
}

function findQueues(redisVersion: string | undefined): readonly QueueKind[] {
  const wanted = queueKinds.filter((kind) => values.queue === undefined || kind === values.queue);
  if (wanted.length === 0) throw new Error(`there is no queue ${values.queue}: ${queueKinds}`);
  if (redisVersion !== undefined || !wanted.includes("BullMQ")) return wanted;
  console.log("- BullMQ: skipped, for there is no redis-server, and it can't be installed here");
  if (process.env["CI"] === "true") failed++;
  return wanted.filter((kind) => kind !== "BullMQ");
}

async function run(): Promise<void> {
  const redisVersion = findRedis();
  const queues = findQueues(redisVersion);
  console.log(`seed ${seed}`);
  const allDefects = Object.keys(defects);
  if (values.defect !== undefined) {
    await tryDefects(queues, values.defect === "all" ? allDefects : [values.defect]);
    return;
  }
  const reports = await Promise.all(queues.map(tryPlan));
  if (!values.long) return;
  const document = faultsDocument(reports, await tryDefects(queues, allDefects), redisVersion);
  const file = fileURLToPath(new URL("../../docs/queue-faults.md", import.meta.url));
  if (values.write) writeFileSync(file, document);
}

const limitMinutes = values.long || values.defect !== undefined ? 30 : 5;
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
