import { type CheckName, failedChecks } from "./checks.ts";
import { type Defect, defects } from "./defects.ts";
import { defectPlan } from "./plans.ts";
import type { QueueKind } from "./settings.ts";
import { runTrial } from "./trial.ts";
import { judge } from "./verdict.ts";

/** Whether the harness saw a defect that was put in. */
export interface DefectReport {
  readonly queue: QueueKind;
  readonly name: string;
  readonly defect: Defect;
  /** In all the checks that it has to be seen by. */
  readonly isSeen: boolean;
  readonly failed: readonly CheckName[];
  readonly trials: number;
}

/** What only shows when two things happen at one moment may take more than one trial. */
const maxTrials = 3;

/** Lets receivers and workers run with a defect, until it is seen. */
export async function tryDefect(
  queue: QueueKind,
  name: string,
  seed: number,
): Promise<DefectReport> {
  const defect = defects[name];
  if (!defect) throw new Error(`there is no defect ${name}: ${Object.keys(defects).join(", ")}`);
  for (let trials = 1; ; trials++) {
    const trial = await runTrial(queue, defectPlan, seed + trials, name);
    const failed = failedChecks(judge(trial).problems);
    const isSeen = defect.seenBy.every((check) => failed.includes(check));
    if (isSeen || trials === maxTrials) return { queue, name, defect, isSeen, failed, trials };
  }
}
