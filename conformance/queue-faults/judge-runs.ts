import type { HandlerRun } from "./handler-run.ts";
import {
  type Circumstances,
  type RerunCause,
  rerunCause,
  rerunCauses,
  surelyHeld,
  wasTooEarly,
} from "./rerun-cause.ts";

/** Jobs that a worker had when it was killed, or was for long paused or without its queue. */
export interface InFlight {
  readonly killed: number;
  readonly paused: number;
  readonly cutOff: number;
}

/** Where what is said of the runs of one job does not hold. */
export interface RunProblems {
  readonly overlapping: string[];
  readonly leased: string[];
  readonly numbered: string[];
  readonly unexplained: string[];
}

/** When a run was over, whatever ended it. */
export const finishOf = (
  { endedAt, threwAt, process }: HandlerRun,
  { killedAt }: Circumstances,
): number => endedAt ?? threwAt ?? killedAt.get(process) ?? Number.POSITIVE_INFINITY;

/** Two runs went on at the same time. */
function overlap(one: HandlerRun, other: HandlerRun, circumstances: Circumstances): boolean {
  const from = Math.max(one.startedAt, other.startedAt);
  return from < Math.min(finishOf(one, circumstances), finishOf(other, circumstances));
}

/**
 * Holds the runs of one job against what was done to its workers; counts why it ran again.
 *
 * @returns how often two went on at once after a lease had ended
 */
export function judgeRuns(
  runs: readonly HandlerRun[],
  circumstances: Circumstances,
  problems: RunProblems,
  reruns: Map<RerunCause, number>,
): number {
  let overlapsAfterLease = 0;
  for (const [index, later] of runs.entries()) {
    for (const earlier of runs.slice(0, index)) {
      const both = `${describe(later)} after ${describe(earlier)}`;
      if (earlier.attempt === later.attempt) problems.numbered.push(both);
      if (!overlap(earlier, later, circumstances)) continue;
      if (surelyHeld(earlier, later.startedAt, circumstances)) problems.overlapping.push(both);
      else overlapsAfterLease++;
    }
    const previous = runs[index - 1];
    if (!previous) continue;
    const both = `${describe(later)} after ${describe(previous)}`;
    if (wasTooEarly(previous, later, circumstances)) problems.leased.push(both);
    const cause = rerunCause(previous, later.startedAt, circumstances);
    if (cause) reruns.set(cause, (reruns.get(cause) ?? 0) + 1);
    else problems.unexplained.push(both);
  }
  return overlapsAfterLease;
}

/** Runs by what kept the queue from knowing that they had ended, whether they ran again or not. */
export function inFlightOf(runs: readonly HandlerRun[], circumstances: Circumstances): InFlight {
  const causes = runs.map((run) => rerunCause(run, Number.POSITIVE_INFINITY, circumstances));
  const [, killedInside, killedAfter, paused, cutOff] = rerunCauses;
  const count = (...wanted: readonly RerunCause[]): number =>
    causes.filter((cause) => cause && wanted.includes(cause)).length;
  return { killed: count(killedInside, killedAfter), paused: count(paused), cutOff: count(cutOff) };
}

/** A run with its times, for who has to find out what went wrong. */
export function describe(run: HandlerRun): string {
  const { order, attempt, startedAt, endedAt, threwAt } = run;
  const time = (what: string, at: number | undefined): string =>
    at === undefined ? "" : `, ${what} ${Math.round(at)}`;
  const times = `started ${Math.round(startedAt)}${time("ended", endedAt)}${time("threw", threwAt)}`;
  return `${order} ${run.run} (attempt ${attempt}, ${times})`;
}
