import type { HandlerRun } from "../queue-faults/handler-run.ts";
import { type Circumstances, rerunCause, rerunCauses } from "../queue-faults/rerun-cause.ts";
import type { Arrival } from "./endpoint-server.ts";
import { deadlineMs } from "./settings.ts";

/** Why a worker does not know that an endpoint has taken an event. */
export const unheardCauses = [
  "the endpoint broke its reply off",
  "its reply came after the deadline",
] as const;

const [, ...recordingCauses] = rerunCauses;

/** Why an endpoint may be sent what it has taken. */
export const takenAgainCauses = [...unheardCauses, ...recordingCauses] as const;
export type TakenAgainCause = (typeof takenAgainCauses)[number];

/** By so much a reply may be ahead of the deadline and still be late: where the machine is busy. */
const slackMs = 300;

/** Was the worker not told, though the endpoint has taken the event? Shown by the endpoint's own account. */
export function unheardCause(
  { process, code, startedAt, threwAt }: HandlerRun,
  { isBrokenOff, at, answeredAt }: Arrival,
  { reach }: Circumstances,
): (typeof unheardCauses)[number] | undefined {
  const [brokenOff, late] = unheardCauses;
  if (threwAt === undefined) return undefined;
  if (isBrokenOff) return brokenOff;
  if (code !== "timeout") return undefined;
  const answered = answeredAt ?? Number.POSITIVE_INFINITY;
  const stoodStillMs = reach.longestGapMs(process, at, threwAt);
  return answered + stoodStillMs - startedAt >= deadlineMs - slackMs ? late : undefined;
}

/** What kept the queue from knowing, at some time, that an endpoint had taken an event. */
export function takenAgainCause(
  run: HandlerRun,
  arrival: Arrival,
  until: number,
  circumstances: Circumstances,
): TakenAgainCause | undefined {
  const unheard = unheardCause(run, arrival, circumstances);
  if (unheard) return unheard;
  // As if it went on until it failed: then it failed of what had come over its worker.
  const cause = rerunCause(
    { ...run, threwAt: undefined },
    Math.min(until, run.threwAt ?? until),
    circumstances,
  );
  return cause === rerunCauses[0] ? undefined : cause;
}
