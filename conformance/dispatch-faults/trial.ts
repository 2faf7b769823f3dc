import type { Endpoint } from "@hooks/sender";
import { Random } from "../faults/random.ts";
import { type Pace, sendAll } from "../faults/send-all.ts";
import { nowMs } from "../faults/settings.ts";
import { injectFaults, type Progress } from "../queue-faults/fault-injector.ts";
import { FaultLog } from "../queue-faults/fault-log.ts";
import { type FaultPace, faultKindsOf, faultSchedule } from "../queue-faults/fault-schedule.ts";
import type { EventPlan } from "../queue-faults/planned-event.ts";
import { ProcessSlot, type Role } from "../queue-faults/process-slot.ts";
import { readAll } from "../queue-faults/read-all.ts";
import type { QueueKind } from "../queue-faults/settings.ts";
import { inTrialPlace } from "../queue-faults/trial-place.ts";
import { Application } from "./application.ts";
import type { DispatcherSetup } from "./dispatcher-process.ts";
import { EndpointServer } from "./endpoint-server.ts";
import type { Evidence } from "./evidence.ts";
import { plannedEndpoints, wants } from "./planned-endpoint.ts";
import { planEvents } from "./planned-event.ts";
import { findLeft, whenQuiet } from "./what-is-left.ts";

/** How much is published under how many faults. */
export interface TrialPlan extends Pace, FaultPace, EventPlan {
  readonly publishers: number;
  readonly workers: number;
  /** After so many attempts the application gives an event up. */
  readonly maxAttempts: number;
  /** For how long the queue may complete nothing once nothing is disturbed any longer, and not be done. */
  readonly quietMs: number;
}

export interface Trial extends Evidence {
  readonly application: Application;
  readonly durationMs: number;
  /** From the first attempt of the application to the end of `publish`, the shortest first. */
  readonly publishedMs: readonly number[];
}

/** While these parts of the events are published, endpoints are down that are at times. */
const downs: readonly (readonly [from: number, to: number])[] = [
  [0.15, 0.25],
  [0.4, 0.5],
  [0.7, 0.8],
];

async function closeAtTimes(
  servers: readonly EndpointServer[],
  progress: Progress,
  events: number,
): Promise<void> {
  const closing = servers.filter(({ endpoint }) => endpoint.isClosedAtTimes);
  for (const [from, to] of downs) {
    await progress.whenDone(Math.ceil(from * events));
    await Promise.all(closing.map((server) => server.close()));
    await progress.whenDone(Math.ceil(to * events));
    await Promise.all(closing.map((server) => server.open()));
  }
}

/** As the dispatcher is given it. */
const asEndpoint = ({ endpoint, url, secret }: EndpointServer): Endpoint => {
  const { id, eventTypes, concurrency, ordered } = endpoint;
  return { id, url, secrets: [{ label: "only", value: secret }], eventTypes, concurrency, ordered };
};

/** Starts everything, publishes under faults, waits for quiet, looks what is left, and stops everything. */
export async function runTrial(
  queue: QueueKind,
  plan: TrialPlan,
  seed: number,
  defect?: string,
): Promise<Trial> {
  const startedAt = nowMs();
  const events = planEvents(plan, seed, queue !== "memory");
  const byId = new Map(events.map((event) => [event.id, event]));
  const servers = plannedEndpoints.map((one) => new EndpointServer(one, byId, seed));
  return inTrialPlace(queue, async ({ journalDir, place, redis, slots }) => {
    await Promise.all(servers.map((server) => server.open()));
    const shared = { journalDir, place, defect, endpoints: servers.map(asEndpoint) };
    const addSlots = (role: Role, count: number, publishes: boolean): void => {
      const setup: DispatcherSetup = { ...shared, publishes, works: role === "worker" };
      const program = new URL("dispatcher-process.ts", import.meta.url);
      for (let i = 0; i < count; i++) slots.push(new ProcessSlot(role, i, program, setup));
    };
    if (queue === "memory") {
      addSlots("worker", 1, true);
    } else {
      addSlots("publisher", plan.publishers, true);
      addSlots("worker", plan.workers, false);
    }
    await Promise.all(slots.map((slot) => slot.start()));
    const publishers = slots.filter(({ role }) => queue === "memory" || role === "publisher");

    const log = new FaultLog();
    const application = new Application(events, {
      seed,
      publishers,
      maxAttempts: plan.maxAttempts,
    });
    const kinds = faultKindsOf(queue, "publisher");
    // Where there is one process alone, everything stands still with it.
    const faultGap = queue === "memory" ? 4 * plan.faultGap : plan.faultGap;
    const random = new Random(`${seed}/faults`);
    const schedule = faultSchedule(random, { ...plan, faultGap }, kinds);
    const [tookMs] = await Promise.all([
      sendAll(application, events, plan),
      injectFaults(schedule, application, { slots, redis, log }),
      closeAtTimes(servers, application, events.length),
    ]);
    for (const server of servers) server.isDead = false;
    const around = { application, publishers, quietMs: plan.quietMs };
    await whenQuiet(around);
    const endedAt = nowMs();
    const deliveries = events.flatMap((event) =>
      plannedEndpoints.filter((one) => wants(one, event)),
    );
    const left = await findLeft(events, deliveries.length, around);
    await Promise.all(slots.map((slot) => slot.kill()));
    return {
      queue,
      events,
      endpoints: plannedEndpoints,
      published: new Set(events.filter((_, index) => Number.isFinite(tookMs[index]))),
      arrivals: servers.flatMap(({ arrivals }) => arrivals).toSorted((a, b) => a.at - b.at),
      endedAt,
      ...readAll(journalDir, slots),
      log,
      left,
      crashes: slots.flatMap(({ crashes }) => crashes),
      application,
      durationMs: nowMs() - startedAt,
      publishedMs: tookMs.toSorted((a, b) => a - b),
    };
  }).finally(() => Promise.all(servers.map((server) => server.close())));
}
