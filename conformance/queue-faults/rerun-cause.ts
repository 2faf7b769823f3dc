import type { QueueEvidence } from "./evidence.ts";
import type { HandlerRun } from "./handler-run.ts";
import { leaseMs, safeGapMs } from "./settings.ts";

/** Why an event may run again under *at least once*. */
export const rerunCauses = [
  "it failed",
  "it was killed in the middle of it",
  "it was killed after it, before that was recorded",
  "it was paused until its lease could have ended",
  "its worker could not use the queue until its lease could have ended",
] as const;

export type RerunCause = (typeof rerunCauses)[number];

/** What of the evidence tells why something runs again. */
export type Circumstances = Pick<QueueEvidence, "killedAt" | "reach" | "log">;

/** The longest that a worker waits before it says again what the queue has not taken. */
const longestSettleRetryMs = 1000;
/** Between the queue's answer to a claim and the handler's start, generously. */
const startMs = 300;

/** Had the queue surely kept others off an event until then, from the start of a run on? */
export function surelyHeld(
  { process, startedAt }: HandlerRun,
  until: number,
  { reach }: Circumstances,
): boolean {
  return reach.longestGapMs(process, startedAt - startMs, until) < safeGapMs;
}

/** Has an event come to another worker though the lease of a run could not have ended? */
export function wasTooEarly(
  earlier: HandlerRun,
  later: HandlerRun,
  circumstances: Circumstances,
): boolean {
  const { startedAt, threwAt } = earlier;
  if (threwAt !== undefined && threwAt < later.startedAt) return false;
  const isClaimTimeKnown = surelyHeld(earlier, startedAt, circumstances);
  return isClaimTimeKnown && later.startedAt < startedAt + leaseMs - safeGapMs;
}

/** By when the queue surely knew how a run had ended; infinity if its worker did not live to see that. */
function recordedBy({ process, endedAt = 0 }: HandlerRun, { reach }: Circumstances): number {
  const first = reach.answeredAfter(process, endedAt);
  const isSmooth = reach.longestGapMs(process, endedAt, first) < safeGapMs;
  return isSmooth ? first : reach.answeredAfter(process, first + longestSettleRetryMs);
}

/** What kept a run from being recorded, if anything did, until a time. */
export function rerunCause(
  run: HandlerRun,
  until: number,
  circumstances: Circumstances,
): RerunCause | undefined {
  const [threw, killedInside, killedAfter, paused, cutOff] = rerunCauses;
  const { process, startedAt, endedAt, threwAt } = run;
  const { killedAt, log } = circumstances;
  const death = killedAt.get(process) ?? Number.POSITIVE_INFINITY;

  if (threwAt !== undefined && threwAt < until) return threw;
  const end = endedAt === undefined ? until : Math.min(until, recordedBy(run, circumstances));
  if (death <= end) return endedAt === undefined ? killedInside : killedAfter;
  if (surelyHeld(run, end, circumstances)) return undefined;
  return log.wasPaused(process, startedAt - startMs, end) ? paused : cutOff;
}
