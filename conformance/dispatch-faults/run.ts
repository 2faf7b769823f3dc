/**
 * The fault harness of the dispatcher; see README.md. The last line is `N passed, M failed`.
 *
 *   node conformance/dispatch-faults/run.ts [--short | --long [--write] | --defect name | --defect all]
 *     [--queue SQLite | --queue BullMQ | --queue memory] [--seed number]
 */
import { runQueues } from "../fault-frame/run-queues.ts";
import { checks } from "./checks.ts";
import { defects } from "./defects.ts";
import { plans } from "./plans.ts";
import { pageOf } from "./report-document.ts";
import { rowsOf } from "./report-rows.ts";
import { queueKinds } from "./settings.ts";
import { runTrial } from "./trial.ts";
import { judge } from "./verdict.ts";

const limitMinutes = 45;
await runQueues({
  queueKinds,
  plans,
  runTrial,
  judge,
  checks,
  defects,
  rowsOf,
  pageOf,
  limitMinutes,
});
