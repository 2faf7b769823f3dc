import { noProblems, type Problems } from "../fault-frame/problems.ts";
import { type CheckName, checkNames } from "./checks.ts";
import type { FaultLog } from "./fault-log.ts";
import { kindsOf } from "./fault-schedule.ts";
import { grouped } from "./grouped.ts";
import type { HandlerRun } from "./handler-run.ts";
import { claimFault, inLeaseOrder } from "./lease-order.ts";
import { overlapsOf } from "./overlaps.ts";
import type { PlannedDelivery } from "./planned-delivery.ts";
import { deadlyCauses, type RerunCause, rerunCause, rerunCauses } from "./rerun-cause.ts";
import type { Answer } from "./simulated-provider.ts";
import { wrongAnswers } from "./wrong-answers.ts";

/** All that is known when a trial is over. */
export interface Evidence {
  readonly deliveries: readonly PlannedDelivery[];
  /** Those for which the provider got its 2xx, for each copy. */
  readonly accepted: ReadonlySet<PlannedDelivery>;
  readonly answers: readonly Answer[];
  /** By delivery. */
  readonly runs: ReadonlyMap<string, readonly HandlerRun[]>;
  readonly log: FaultLog;
  /** What was found wrong in the store once all was quiet. */
  readonly stuck: readonly string[];
  readonly crashes: readonly string[];
}

/** What the runs of the deliveries come to. */
export interface Figures {
  readonly starts: number;
  readonly ends: number;
  readonly endsUnconfirmed: number;
  readonly endedTwice: number;
  readonly lost: number;
  readonly overlapsInLease: number;
  readonly overlapsAfterLease: number;
  readonly reruns: ReadonlyMap<RerunCause, number>;
  /** Runs after the first that should not have been. */
  readonly wrongReruns: number;
}

export interface Verdict {
  readonly problems: Problems<CheckName>;
  readonly figures: Figures;
}

const hasStarted = ({ startedAt }: HandlerRun): boolean => startedAt !== undefined;
const hasEnded = ({ endedAt }: HandlerRun): boolean => endedAt !== undefined;

/**
 * Holds what the journals and the provider say against what was done to the receivers. Where pauses are short, only a
 * process that was killed may leave a delivery to be handled once more.
 */
export function judge(
  evidence: Evidence,
  plan: { readonly pausesAreShort?: boolean } = {},
): Verdict {
  const { deliveries, accepted, log } = evidence;
  const problems = noProblems(checkNames);
  const answersByDelivery = grouped(evidence.answers, ({ delivery }) => delivery);
  const allowed = plan.pausesAreShort ? deadlyCauses : rerunCauses;
  const reruns = new Map<RerunCause, number>(rerunCauses.map((cause) => [cause, 0]));
  let lost = 0;
  let overlapsAfterLease = 0;
  let endedTwice = 0;

  for (const delivery of deliveries) {
    const { id } = delivery;
    const runs = inLeaseOrder(evidence.runs.get(id) ?? []);
    const endCount = runs.filter(hasEnded).length;
    if (!accepted.has(delivery)) problems.answered.push(id);
    if (endCount === 0) problems.handled.push(id);
    if (!accepted.has(delivery) || endCount === 0) lost++;
    if (endCount > 1) endedTwice++;
    problems.unclaimed.push(...runs.filter((run) => !run.hasClaim).map(describe));

    for (const { runs: both, isInLease } of overlapsOf(runs, log)) {
      if (isInLease) problems.overlapping.push(both.map(describe).join(" and "));
      else overlapsAfterLease++;
    }
    for (const [earlier, later] of pairs(runs)) {
      const fault = claimFault(earlier, later);
      if (fault) problems[fault].push(`${describe(later)} after ${describe(earlier)}`);
    }
    for (const [earlier, later] of pairs(runs.filter(hasStarted))) {
      if (claimFault(earlier, later)) continue;
      const cause = rerunCause(earlier, later, log);
      if (cause) reruns.set(cause, (reruns.get(cause) ?? 0) + 1);
      if (!cause || !allowed.includes(cause))
        problems.unexplained.push(`${describe(later)} after ${describe(earlier)}`);
    }
    const wrong = wrongAnswers(answersByDelivery.get(id) ?? [], runs);
    problems.early.push(...wrong.early);
    problems.answers.push(...wrong.answers);
  }

  problems.stuck.push(...evidence.stuck);
  problems.crashes.push(...evidence.crashes);
  problems.faults.push(...kindsOf(plan).filter((kind) => log.count(kind) === 0));
  const all = [...evidence.runs.values()].flat();
  const ended = all.filter(hasEnded);
  return {
    problems,
    figures: {
      starts: all.filter(hasStarted).length,
      ends: ended.length,
      endsUnconfirmed: ended.filter(({ completion }) => completion?.answer !== "true").length,
      endedTwice,
      lost,
      overlapsInLease: problems.overlapping.length,
      overlapsAfterLease,
      reruns,
      wrongReruns: problems.leased.length + problems.recorded.length + problems.unexplained.length,
    },
  };
}

/** A run with its times, for who has to find out what went wrong. */
function describe(run: HandlerRun): string {
  const { id, delivery, completion, release, ...rest } = run;
  const times = { ...rest, completed: completion?.askedAt, released: release?.askedAt };
  const text = Object.entries(times).flatMap(([what, at]) =>
    typeof at === "number" ? [`${what} ${Math.round(at)}`] : [],
  );
  return `${delivery} ${id} (${text.join(", ")}; ${completion?.answer})`;
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.slice(1).map((later, index) => [items[index] as T, later]);
}
