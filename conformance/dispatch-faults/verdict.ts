import { noProblems, type Problems } from "../fault-frame/problems.ts";
import { grouped } from "../faults/grouped.ts";
import { faultKindsOf } from "../queue-faults/fault-schedule.ts";
import type { HandlerRun } from "../queue-faults/handler-run.ts";
import { describe, type InFlight, inFlightOf, judgeRuns } from "../queue-faults/judge-runs.ts";
import { type RerunCause, rerunCauses, surelyHeld } from "../queue-faults/rerun-cause.ts";
import { mostAtOnce } from "./at-once.ts";
import { type CheckName, checkNames } from "./checks.ts";
import type { Arrival } from "./endpoint-server.ts";
import type { Evidence } from "./evidence.ts";
import { outOfOrder } from "./lane-order.ts";
import { laneWidth, wants } from "./planned-endpoint.ts";
import { retrySlots, steps } from "./settings.ts";
import {
  type TakenAgainCause,
  takenAgainCause,
  takenAgainCauses,
  unheardCause,
} from "./taken-again.ts";

/** What the attempts and the requests come to. */
export interface Figures {
  /** An event and an endpoint that subscribes to it. */
  readonly deliveries: number;
  readonly lost: number;
  readonly requests: number;
  readonly taken: number;
  /** Taken after the first time, by endpoint and event. */
  readonly takenAgain: number;
  readonly againCauses: ReadonlyMap<TakenAgainCause, number>;
  /** Attempts by what kept the queue from knowing that they had ended. */
  readonly inFlight: InFlight;
  /** Taken, and the worker heard nothing of it. */
  readonly unheard: number;
  readonly reruns: ReadonlyMap<RerunCause, number>;
  readonly overlapsAfterLease: number;
  /** Attempts by their code; without one where the worker did not live to see it. */
  readonly codes: ReadonlyMap<string, number>;
  readonly mostRetriesAtOnce: number;
}

export interface Verdict {
  readonly problems: Problems<CheckName>;
  readonly figures: Figures;
}

type Found = Readonly<Record<CheckName, string[]>>;

/** Of these the number is used again, for no attempt was made. */
const uncounted = /^(circuit_open|endpoint_paused|sender_closed|sender_full)$/;
const isCounted = ({ code }: HandlerRun): boolean => !uncounted.test(code ?? "");

/** Holds what one endpoint took of one event against what was done to the workers. */
function judgeTaken(
  runs: readonly HandlerRun[],
  arrivals: ReadonlyMap<string, readonly Arrival[]>,
  evidence: Evidence,
  found: Found,
  causes: Map<TakenAgainCause, number>,
): { readonly again: number; readonly unheard: number } {
  const taken = runs.flatMap((run) => {
    const [arrival, second] = arrivals.get(run.run) ?? [];
    if (second) found.numbered.push(`two requests: ${describe(run)}`);
    return arrival?.isTaken ? [{ run, arrival }] : [];
  });
  for (const [index, { run, arrival }] of taken.entries()) {
    const later = taken[index + 1];
    if (!later) continue;
    const cause = takenAgainCause(run, arrival, later.run.startedAt, evidence);
    if (cause) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    else found.unexplained.push(`taken again: ${describe(later.run)} after ${describe(run)}`);
  }
  const unheard = taken.filter(({ run, arrival }) => unheardCause(run, arrival, evidence));
  return { again: Math.max(0, taken.length - 1), unheard: unheard.length };
}

/** What came that should not have come to that endpoint, or not so. */
function judgeRequests({ events, endpoints, arrivals }: Evidence, found: Found): void {
  const byId = new Map(events.map((event) => [event.id, event]));
  const digests = new Map<string, string>();
  for (const { endpoint, event, run, isSigned, digest } of arrivals) {
    const request = `${event} to ${endpoint} by ${run}`;
    const planned = byId.get(event);
    const to = endpoints.find(({ id }) => id === endpoint);
    if (!planned || !to || !wants(to, planned)) found.subscribed.push(request);
    const first = digests.get(event) ?? digest;
    digests.set(event, first);
    if (!isSigned || digest !== first) found.signed.push(request);
  }
}

/** How many went on at once, at each endpoint and in each worker. */
function judgeCrowds(runs: readonly HandlerRun[], evidence: Evidence, found: Found): number {
  const isHeld = (run: HandlerRun, at: number): boolean => surelyHeld(run, at, evidence);
  for (const endpoint of evidence.endpoints) {
    const there = runs.filter(({ order }) => order.endsWith(`.${endpoint.id}`));
    const { count, at } = mostAtOnce(there, evidence, isHeld);
    const width = laneWidth(endpoint);
    if (count > width) found.wide.push(`${endpoint.id}: ${count} of ${width}, ${Math.round(at)}`);
  }
  const ofProcesses = grouped(
    runs.filter(({ attempt }) => attempt > 1),
    ({ process }) => process,
  );
  let most = 0;
  for (const [process, retries] of ofProcesses) {
    const { count, at } = mostAtOnce(retries, evidence);
    most = Math.max(most, count);
    if (count > retrySlots) {
      found.reserved.push(`${process}: ${count}, ${Math.round(at)}`);
    }
  }
  return most;
}

/** Holds what the journals and the endpoints say against what was done to the processes. */
export function judge(evidence: Evidence): Verdict {
  const { queue, events, endpoints, published, enqueuedAt, publishedAt, log } = evidence;
  const found = noProblems(checkNames);
  const reruns = new Map<RerunCause, number>(rerunCauses.map((cause) => [cause, 0]));
  const againCauses = new Map<TakenAgainCause, number>(takenAgainCauses.map((one) => [one, 0]));
  const ofRuns = grouped(evidence.arrivals, ({ run }) => run);
  const delivered = new Set(
    evidence.arrivals.flatMap(({ event, endpoint, deliveredAt }) =>
      deliveredAt !== undefined && deliveredAt < evidence.endedAt ? [`${event}.${endpoint}`] : [],
    ),
  );
  let [deliveries, takenAgain, unheard, overlapsAfterLease] = [0, 0, 0, 0];

  for (const event of events) {
    if (!published.has(event)) found.published.push(event.id);
    const resolvedAt = publishedAt.get(event.id) ?? Number.POSITIVE_INFINITY;
    if (resolvedAt < (enqueuedAt.get(event.id) ?? Number.POSITIVE_INFINITY)) {
      found.early.push(`${event.id} at ${Math.round(resolvedAt)}`);
    }
    for (const endpoint of endpoints.filter((one) => wants(one, event))) {
      const delivery = `${event.id}.${endpoint.id}`;
      deliveries++;
      if (!delivered.has(delivery)) found.delivered.push(delivery);
      const runs = (evidence.runs.get(delivery) ?? []).filter(isCounted);
      overlapsAfterLease += judgeRuns(runs, evidence, found, reruns);
      const took = judgeTaken(runs, ofRuns, evidence, found, againCauses);
      takenAgain += took.again;
      unheard += took.unheard;
    }
  }
  judgeRequests(evidence, found);
  found.ordered.push(...outOfOrder(evidence));

  const all = [...evidence.runs.values()].flat();
  const mostRetriesAtOnce = judgeCrowds(all, evidence, found);
  const inFlight = inFlightOf(all, evidence);
  const mayTakeAgain = inFlight.killed + inFlight.paused + inFlight.cutOff + unheard;
  if (takenAgain > mayTakeAgain) found.bounded.push(`${takenAgain} again, of ${mayTakeAgain}`);
  found.left.push(...evidence.left);
  found.crashes.push(...evidence.crashes);
  const kinds = faultKindsOf(queue, "publisher");
  found.faults.push(...kinds.filter((kind) => log.count(kind) === 0));
  if (queue !== "memory") found.faults.push(...steps.filter((one) => !evidence.deaths.get(one)));
  const codes = grouped(all, ({ code = "" }) => code);
  return {
    problems: found,
    figures: {
      deliveries,
      lost: found.delivered.length,
      requests: evidence.arrivals.length,
      taken: evidence.arrivals.filter(({ isTaken }) => isTaken).length,
      takenAgain,
      againCauses,
      inFlight,
      unheard,
      reruns,
      overlapsAfterLease,
      codes: new Map([...codes].map(([code, some]) => [code, some.length])),
      mostRetriesAtOnce,
    },
  };
}
