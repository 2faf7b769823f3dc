import { count, quantile, type RowGroup, time } from "../fault-frame/figures.ts";
import { type FaultKind, faultKinds } from "./fault-log.ts";
import { type RerunCause, rerunCauses } from "./rerun-cause.ts";
import type { Trial, TrialPlan } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** One trial and what was found of it. */
export interface TrialReport {
  readonly plan: TrialPlan;
  readonly seed: number;
  readonly redisVersion: string;
  readonly trial: Trial;
  readonly verdict: Verdict;
}

/** All figures of a trial, the most telling first. */
export function rowsOf({ trial, verdict: { figures } }: TrialReport): readonly RowGroup[] {
  const { provider, latenciesMs, deliveries, answers, log } = trial;
  const answered = (status: number): number =>
    answers.filter((one) => one.status === status).length;
  return [
    {
      title: "Result",
      rows: [
        count(
          "deliveries lost: without a 2xx, or without a handler that came to its end",
          figures.lost,
        ),
        count(
          "two handlers of a delivery at once while their leases lived",
          figures.overlapsInLease,
        ),
        count(
          "two handlers of a delivery at once after a lease had ended",
          figures.overlapsAfterLease,
        ),
        count("deliveries whose handler came to its end more than once", figures.endedTwice),
      ],
    },
    {
      title: "What ran again, and why",
      rows: [
        ...rerunCauses.map((cause: RerunCause) => count(cause, figures.reruns.get(cause) ?? 0)),
        count("none of these", figures.wrongReruns),
      ],
    },
    {
      title: "Faults",
      rows: [
        ...faultKinds.map((kind: FaultKind) => count(kind, log.count(kind))),
        count("attempts that the provider gave up before the answer", provider.abandoned),
      ],
    },
    {
      title: "Deliveries",
      rows: [
        count("deliveries", deliveries.length),
        count("of these, sent twice at once", deliveries.filter(({ copies }) => copies > 1).length),
        count("attempts", provider.attempts),
        count("attempts without an answer: refused, cut off, or too late", provider.unanswered),
        count("answers 200", answered(200)),
        count("of these, recorded ones", answers.filter(({ isDuplicate }) => isDuplicate).length),
        count("answers 409: it is being handled", answered(409)),
        count("answers 500: the handler failed", answered(500)),
        count("answers 503: no store, or the handler's time was up", answered(503)),
        count("handlers started", figures.starts),
        count("handlers that came to their end", figures.ends),
        count("of these, without learning that it was recorded", figures.endsUnconfirmed),
        time("from the first attempt to the 200: median", quantile(latenciesMs, 0.5)),
        time("of 99 in 100, at most", quantile(latenciesMs, 0.99)),
        time("longest", quantile(latenciesMs, 1)),
        time("duration", trial.durationMs),
      ],
    },
  ];
}
