/**
 * The fault harness of the queues; see README.md. The last line is `N passed, M failed`.
 *
 *   node conformance/queue-faults/run.ts [--short | --long [--write] | --defect name | --defect all]
 *     [--queue SQLite | --queue BullMQ] [--seed number]
 */
import { runQueues } from "../fault-frame/run-queues.ts";
import { checks } from "./checks.ts";
import { defects } from "./defects.ts";
import { plans } from "./plans.ts";
import { faultsDocument } from "./report-document.ts";
import { rowsOf } from "./report-rows.ts";
import { queueKinds } from "./settings.ts";
import { runTrial } from "./trial.ts";
import { judge } from "./verdict.ts";

await runQueues({
  checks,
  defects,
  kinds: queueKinds,
  page: "queue-faults.md",
  limitMinutes: 30,
  tryQueue: async (queue, size, seed, defect) => {
    const plan = plans[size];
    const trial = await runTrial(queue, plan, seed, defect);
    return { plan, seed, trial, verdict: judge(trial) };
  },
  problemsOf: ({ verdict }) => verdict.problems,
  figuresOf: rowsOf,
  write: faultsDocument,
});
