import type { FaultLog } from "./fault-log.ts";
import type { HandlerRun } from "./handler-run.ts";
import { leaseEnd } from "./lease-order.ts";

/** Why a delivery may run again under *at least once*. In each case but the first, the earlier lease has to have ended. */
export const rerunCauses = [
  "its handler threw, and asked to be tried again",
  "it was killed in the middle of its handler",
  "it was killed after its handler, before that was recorded",
  "its store could not be reached to record that its handler had ended",
  "it was paused until its lease had ended",
] as const;

/** Those for which nothing but the death of a process is to blame, or the handler's own wish. */
export const deadlyCauses: readonly RerunCause[] = rerunCauses.slice(0, 3);

export type RerunCause = (typeof rerunCauses)[number];

/** Why `later` had to run although `earlier` did; `undefined` when nothing that was done to it explains that. */
export function rerunCause(
  earlier: HandlerRun,
  later: HandlerRun,
  log: FaultLog,
): RerunCause | undefined {
  const [threw, killedInside, killedAfter, unreachable, paused] = rerunCauses;
  const { receiver, completion, claimAskedAt } = earlier;
  const end = leaseEnd(earlier);
  const killedAt = log.killedAt(receiver);
  const isKilled = isBefore(killedAt, later.claimedAt);
  const isPaused = log.wasPaused(receiver, claimAskedAt, end);

  if (isBefore(earlier.threwAt, later.claimedAt)) return threw;
  if (!isBefore(earlier.endedAt, later.claimedAt)) {
    if (isKilled) return killedInside;
    return isPaused ? paused : undefined;
  }
  // While its lease lived it would have told its store again.
  const mightTell = completion?.answer === "failed" && isBefore(killedAt, end);
  if (isKilled && (completion?.answer === undefined || mightTell)) return killedAfter;
  if (!completion) return undefined;
  const { askedAt, answer, answeredAt = later.claimedAt } = completion;
  const isLate = answeredAt >= end;
  if (isPaused && isLate) return paused;
  const slot = Number(receiver.split("-")[0]);
  const isUnrecorded = answer === "failed" || isLate;
  return isUnrecorded && log.hadOutage(slot, askedAt, answeredAt) ? unreachable : undefined;
}

function isBefore(at: number | undefined, end: number): boolean {
  return at !== undefined && at < end;
}
