import { count, quantile, type Row, type RowGroup, time } from "../fault-frame/figures.ts";
import type { QueueReport } from "../fault-frame/run-queues.ts";
import { grouped } from "../faults/grouped.ts";
import { faultKindsFor, faultKindsOf } from "../queue-faults/fault-schedule.ts";
import { rerunCauses } from "../queue-faults/rerun-cause.ts";
import { retrySlots, steps } from "./settings.ts";
import { takenAgainCauses } from "./taken-again.ts";
import type { Trial, TrialPlan } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** One trial and what was found of it. */
export type TrialReport = QueueReport<TrialPlan, Trial, Verdict>;

/** The endpoint whose first requests show how long it takes while others fail. */
const shownEndpoint = "steady";

/** How long it took from the queue's word to each event's first request at an endpoint, the shortest first. */
function firstRequestMs({ arrivals, enqueuedAt }: Trial, endpoint: string): readonly number[] {
  const ofEvents = grouped(
    arrivals.filter((one) => one.endpoint === endpoint),
    ({ event }) => event,
  );
  return [...ofEvents]
    .map(([event, [first]]) => (first?.at ?? Number.NaN) - (enqueuedAt.get(event) ?? Number.NaN))
    .toSorted((a, b) => a - b);
}

/** How long it took from the queue's word to each delivery's first whole 2xx, the shortest first. */
function deliveredMs({ arrivals, enqueuedAt }: Trial): readonly number[] {
  const ofDeliveries = grouped(arrivals, ({ event, endpoint }) => `${event}.${endpoint}`);
  return [...ofDeliveries.values()]
    .map((ofOne) => {
      const at = Math.min(
        ...ofOne.map(({ deliveredAt = Number.POSITIVE_INFINITY }) => deliveredAt),
      );
      return at - (enqueuedAt.get(ofOne[0]?.event ?? "") ?? Number.NaN);
    })
    .toSorted((a, b) => a - b);
}

const counted =
  <Name extends string>(counts: ReadonlyMap<string, number>) =>
  (name: Name): Row =>
    count(name, counts.get(name) ?? 0);

/** All figures of a trial, the most telling first; the same rows for every queue. */
export function rowsOf({ trial, verdict: { figures } }: TrialReport): readonly RowGroup[] {
  const { application, events, log, deaths, publishedMs, queue } = trial;
  const able = faultKindsOf(queue, "publisher");
  const firstMs = firstRequestMs(trial, shownEndpoint);
  const toEndMs = deliveredMs(trial);
  const { codes, inFlight } = figures;
  const unmade = (codes.get("circuit_open") ?? 0) + (codes.get("endpoint_paused") ?? 0);
  return [
    {
      title: "Result",
      rows: [
        count("events", events.length),
        count("deliveries: an event and an endpoint that subscribes to it", figures.deliveries),
        count("deliveries lost: without a whole 2xx", figures.lost),
        count("taken again by an endpoint that had taken it", figures.takenAgain),
        count("jobs in flight when their worker was killed", inFlight.killed),
        count("when it was paused until their lease could have ended", inFlight.paused),
        count("when it could not use the queue for as long", inFlight.cutOff),
        count("taken by an endpoint whose reply the worker could not have", figures.unheard),
      ],
    },
    {
      title: "What was taken again, and why",
      rows: takenAgainCauses.map(counted(figures.againCauses)),
    },
    { title: "What was attempted again, and why", rows: rerunCauses.map(counted(figures.reruns)) },
    {
      title: "Faults",
      rows: [
        ...faultKindsFor("publisher").map((kind) =>
          able.includes(kind) ? count(kind, log.count(kind)) : { what: kind, figure: "-" },
        ),
        ...steps.map((step) =>
          queue === "memory"
            ? { what: `an event killed ${step}`, figure: "-" }
            : count(`an event killed ${step}`, deaths.get(step) ?? 0),
        ),
      ],
    },
    {
      title: "Publishing and delivering",
      rows: [
        count("attempts to publish", application.attempts),
        count("without an answer: refused, cut off, or too late", application.unanswered),
        count("refused: no queue", application.refused),
        count("requests to endpoints", figures.requests),
        count("answered 2xx, whole or not", figures.taken),
        count("attempts that were not made: the circuit was open", unmade),
        count("two attempts at once after a lease had ended", figures.overlapsAfterLease),
        count(
          `most retries of a worker at once, of ${retrySlots} slots`,
          figures.mostRetriesAtOnce,
        ),
        time("until publish resolved: median", quantile(publishedMs, 0.5)),
        time("of 99 in 100, at most", quantile(publishedMs, 0.99)),
        time(
          "from there to the first request at the endpoint that answers: median",
          quantile(firstMs, 0.5),
        ),
        time("of 99 in 100 events, at most", quantile(firstMs, 0.99)),
        time("from there to the whole 2xx, of all endpoints: median", quantile(toEndMs, 0.5)),
        time("of 99 in 100 deliveries, at most", quantile(toEndMs, 0.99)),
        time("duration", trial.durationMs),
      ],
    },
  ];
}
