import type { PlannedDelivery } from "../faults/planned-delivery.ts";
import { isAccepted } from "../faults/simulated-provider.ts";
import { type CheckName, checkNames, type Problems } from "./checks.ts";
import type { Evidence } from "./evidence.ts";
import { faultKindsOf } from "./fault-schedule.ts";
import type { HandlerRun } from "./handler-run.ts";
import {
  type RerunCause,
  rerunCause,
  rerunCauses,
  surelyHeld,
  wasTooEarly,
} from "./rerun-cause.ts";
import { steps } from "./settings.ts";

/** Jobs that a worker had when it was killed, or was for long paused or without its queue. */
export interface InFlight {
  readonly killed: number;
  readonly paused: number;
  readonly cutOff: number;
}

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
  readonly problems: Problems;
  readonly figures: Figures;
}

type Mutable = Record<CheckName, string[]>;

const hasEnded = ({ endedAt }: HandlerRun): boolean => endedAt !== undefined;

/** Two handlers ran at the same time. */
function overlap(one: HandlerRun, other: HandlerRun, { killedAt }: Evidence): boolean {
  const finish = ({ endedAt, threwAt, process }: HandlerRun): number =>
    endedAt ?? threwAt ?? killedAt.get(process) ?? Number.POSITIVE_INFINITY;
  const from = Math.max(one.startedAt, other.startedAt);
  return from < Math.min(finish(one), finish(other));
}

/** Holds the runs of one event against what was done to its workers. */
function judgeRuns(
  runs: readonly HandlerRun[],
  evidence: Evidence,
  problems: Mutable,
  reruns: Map<RerunCause, number>,
): number {
  let overlapsAfterLease = 0;
  for (const [index, later] of runs.entries()) {
    for (const earlier of runs.slice(0, index)) {
      const both = `${describe(later)} after ${describe(earlier)}`;
      if (earlier.attempt === later.attempt) problems.numbered.push(both);
      if (!overlap(earlier, later, evidence)) continue;
      if (surelyHeld(earlier, later.startedAt, evidence)) problems.overlapping.push(both);
      else overlapsAfterLease++;
    }
    const previous = runs[index - 1];
    if (!previous) continue;
    const both = `${describe(later)} after ${describe(previous)}`;
    if (wasTooEarly(previous, later, evidence)) problems.leased.push(both);
    const cause = rerunCause(previous, later.startedAt, evidence);
    if (cause) reruns.set(cause, (reruns.get(cause) ?? 0) + 1);
    else problems.unexplained.push(both);
  }
  return overlapsAfterLease;
}

function inFlightOf(runs: readonly HandlerRun[], evidence: Evidence): InFlight {
  const causes = runs.map((run) => rerunCause(run, Number.POSITIVE_INFINITY, evidence));
  const [, killedInside, killedAfter, paused, cutOff] = rerunCauses;
  const count = (...wanted: readonly RerunCause[]): number =>
    causes.filter((cause) => cause && wanted.includes(cause)).length;
  return { killed: count(killedInside, killedAfter), paused: count(paused), cutOff: count(cutOff) };
}

/** Holds what the journals and the provider say against what was done to the processes. */
export function judge(evidence: Evidence): Verdict {
  const { deliveries, accepted, answers, enqueuedAt, log, queue } = evidence;
  const problems = Object.fromEntries(
    checkNames.map((name): [CheckName, string[]] => [name, []]),
  ) as Mutable;
  const reruns = new Map<RerunCause, number>(rerunCauses.map((cause) => [cause, 0]));
  const runsFor = ({ id }: PlannedDelivery) => evidence.runs.get(id) ?? [];
  let overlapsAfterLease = 0;

  for (const delivery of deliveries) {
    const runs = runsFor(delivery);
    if (!accepted.has(delivery)) problems.answered.push(delivery.id);
    if (!runs.some(hasEnded)) problems.handled.push(delivery.id);
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
  problems.faults.push(...faultKindsOf(queue).filter((kind) => log.count(kind) === 0));
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

/** A run with its times, for who has to find out what went wrong. */
function describe({ order, run, attempt, startedAt, endedAt, threwAt }: HandlerRun): string {
  const time = (what: string, at: number | undefined): string =>
    at === undefined ? "" : `, ${what} ${Math.round(at)}`;
  const times = `started ${Math.round(startedAt)}${time("ended", endedAt)}${time("threw", threwAt)}`;
  return `${order} ${run} (attempt ${attempt}, ${times})`;
}
