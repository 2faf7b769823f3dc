import { noProblems, type Problems } from "../fault-frame/problems.ts";
import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import { isAccepted } from "../faults/simulated-provider.ts";
import { type CheckName, checkNames } from "./checks.ts";
import type { Evidence } from "./evidence.ts";
import { faultKindsOf } from "./fault-schedule.ts";
import type { HandlerRun } from "./handler-run.ts";
import { type InFlight, inFlightOf, judgeRuns } from "./judge-runs.ts";
import { type RerunCause, rerunCauses } from "./rerun-cause.ts";
import { steps } from "./settings.ts";

/** What the runs of the events come to. */
export interface Figures {
  readonly lost: number;
  readonly starts: number;
  readonly ends: number;
  /** Ends after the first of the same event. */
  readonly endedAgain: number;
  /** Runs by what kept the queue from knowing that they had ended, whether they ran again or not. */
  readonly inFlight: InFlight;
  readonly overlapsInLease: number;
  readonly overlapsAfterLease: number;
  readonly reruns: ReadonlyMap<RerunCause, number>;
}

export interface Verdict {
  readonly problems: Problems<CheckName>;
  readonly figures: Figures;
}

const hasEnded = ({ endedAt }: HandlerRun): boolean => endedAt !== undefined;

/** Holds what the journals and the provider say against what was done to the processes. */
export function judge(evidence: Evidence): Verdict {
  const { deliveries, accepted, answers, enqueuedAt, endedAt, log, queue } = evidence;
  const problems = noProblems(checkNames);
  const reruns = new Map<RerunCause, number>(rerunCauses.map((cause) => [cause, 0]));
  const runsFor = ({ id }: PlannedDelivery) => evidence.runs.get(id) ?? [];
  let overlapsAfterLease = 0;

  for (const delivery of deliveries) {
    const runs = runsFor(delivery);
    if (!accepted.has(delivery)) problems.answered.push(delivery.id);
    const inTime = runs.filter(({ startedAt }) => startedAt < endedAt);
    if (!inTime.some(hasEnded)) problems.handled.push(delivery.id);
    overlapsAfterLease += judgeRuns(runs, evidence, problems, reruns);
  }
  for (const { delivery, at } of answers.filter(isAccepted)) {
    const durableAt = enqueuedAt.get(delivery) ?? Number.POSITIVE_INFINITY;
    if (durableAt > at) problems.early.push(`${delivery} at ${Math.round(at)}`);
  }

  const all = [...evidence.runs.values()].flat();
  const ends = all.filter(hasEnded).length;
  const inFlight = inFlightOf(all, evidence);
  const endedAgain = ends - deliveries.filter((one) => runsFor(one).some(hasEnded)).length;
  const mayEndAgain = inFlight.killed + inFlight.paused + inFlight.cutOff;
  if (endedAgain > mayEndAgain) {
    problems.bounded.push(`${endedAgain} ended again, of ${mayEndAgain}`);
  }
  problems.left.push(...evidence.left);
  problems.crashes.push(...evidence.crashes);
  problems.faults.push(...faultKindsOf(queue, "receiver").filter((kind) => log.count(kind) === 0));
  problems.faults.push(...steps.filter((step) => !evidence.deaths.get(step)));
  return {
    problems,
    figures: {
      lost: new Set([...problems.answered, ...problems.handled]).size,
      starts: all.length,
      ends,
      endedAgain,
      inFlight,
      overlapsInLease: problems.overlapping.length,
      overlapsAfterLease,
      reruns,
    },
  };
}
