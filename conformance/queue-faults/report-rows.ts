import { count, quantile, type Row, type RowGroup, time } from "../fault-frame/figures.ts";
import type { QueueReport } from "../fault-frame/run-queues.ts";
import type { SimulatedProvider } from "../faults/simulated-provider.ts";
import { faultKindsFor, faultKindsOf } from "./fault-schedule.ts";
import { rerunCauses } from "./rerun-cause.ts";
import { steps } from "./settings.ts";
import type { Trial, TrialPlan } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** One trial and what was found of it. */
export type TrialReport = QueueReport<TrialPlan, Trial, Verdict>;

/** All figures of a trial, the most telling first; the same rows for every queue. */
export function rowsOf({ trial, verdict: { figures } }: TrialReport): readonly RowGroup[] {
  const { answeredMs, handledMs, deliveries, log, deaths } = trial;
  const able = faultKindsOf(trial.queue, "receiver");
  return [
    {
      title: "Result",
      rows: [
        count("events lost: without a 2xx, or without a handler that ended", figures.lost),
        count("two handlers of an event at once while a lease lived", figures.overlapsInLease),
        count(
          "two handlers of an event at once after a lease had ended",
          figures.overlapsAfterLease,
        ),
        count("jobs in flight when their worker was killed", figures.inFlight.killed),
        count("when it was paused until their lease could have ended", figures.inFlight.paused),
        count("when it could not use the queue for as long", figures.inFlight.cutOff),
        count("handlers that ended again, after one of the same event had", figures.endedAgain),
      ],
    },
    {
      title: "What ran again, and why",
      rows: rerunCauses.map((cause) => count(cause, figures.reruns.get(cause) ?? 0)),
    },
    {
      title: "Faults",
      rows: [
        ...faultKindsFor("receiver").map((kind) =>
          able.includes(kind) ? count(kind, log.count(kind)) : { what: kind, figure: "-" },
        ),
        ...steps.map((step) => count(`an event killed ${step}`, deaths.get(step) ?? 0)),
      ],
    },
    {
      title: "Events",
      rows: [
        count("events", deliveries.length),
        ...provided(trial.provider),
        count("handlers started", figures.starts),
        count("handlers that ended", figures.ends),
        time("from the first attempt to the 2xx: median", quantile(answeredMs, 0.5)),
        time("of 99 in 100, at most", quantile(answeredMs, 0.99)),
        time("from the queue to the handler's end: median", quantile(handledMs, 0.5)),
        time("of 99 in 100 events, at most", quantile(handledMs, 0.99)),
        time("duration", trial.durationMs),
      ],
    },
  ];
}

function provided(provider: SimulatedProvider): readonly Row[] {
  const answered = (isOf: (status: number) => boolean): number =>
    provider.answers.filter(({ status }) => isOf(status)).length;
  return [
    count("attempts of the provider", provider.attempts),
    count(
      "without an answer: refused, cut off, given up, or too late",
      provider.unanswered + provider.abandoned,
    ),
    count(
      "answers 202",
      answered((status) => status === 202),
    ),
    count("of these, to what was known", provider.answers.filter((one) => one.isDuplicate).length),
    count(
      "answers 409: it is being enqueued",
      answered((status) => status === 409),
    ),
    count(
      "answers 5xx: no queue or store",
      answered((status) => status >= 500),
    ),
  ];
}
