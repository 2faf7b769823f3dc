import { Random } from "../faults/random.ts";
import { type Pace, sendAll } from "../faults/send-all.ts";
import { nowMs } from "../faults/settings.ts";
import { SimulatedProvider } from "../faults/simulated-provider.ts";
import type { Evidence } from "./evidence.ts";
import { injectFaults } from "./fault-injector.ts";
import { FaultLog } from "./fault-log.ts";
import { type FaultPace, faultKindsOf, faultSchedule } from "./fault-schedule.ts";
import { type EventPlan, planEvents } from "./planned-event.ts";
import type { TrialSetup } from "./process-setup.ts";
import { ProcessSlot } from "./process-slot.ts";
import { type Readings, readAll } from "./read-all.ts";
import type { QueueKind } from "./settings.ts";
import { inTrialPlace } from "./trial-place.ts";
import { findLeft } from "./what-is-left.ts";

/** How much is delivered under how many faults. */
export interface TrialPlan extends Pace, FaultPace, EventPlan {
  readonly receivers: number;
  readonly workers: number;
  /** After so many attempts the provider gives up. */
  readonly maxAttempts: number;
  /** How long the queue may take to be done once nothing is disturbed any longer. */
  readonly quietMs: number;
}

export interface Trial extends Evidence {
  readonly provider: SimulatedProvider;
  readonly durationMs: number;
  /** From the first attempt to the 2xx of each event, the shortest first. */
  readonly answeredMs: readonly number[];
  /** From the queue's word to the first end of the handler of each event, the shortest first. */
  readonly handledMs: readonly number[];
}

function handledMs({ runs, enqueuedAt }: Readings): readonly number[] {
  const spans = [...runs].flatMap(([order, ofOrder]) => {
    const ends = ofOrder.flatMap(({ endedAt }) => endedAt ?? []);
    return ends.length > 0 ? [Math.min(...ends) - (enqueuedAt.get(order) ?? Number.NaN)] : [];
  });
  return spans.toSorted((a, b) => a - b);
}

/** Starts everything, delivers under faults, waits for quiet, looks what is left, and stops everything. */
export async function runTrial(
  queue: QueueKind,
  plan: TrialPlan,
  seed: number,
  defect?: string,
): Promise<Trial> {
  const startedAt = nowMs();
  return inTrialPlace(queue, async ({ journalDir, place, redis, slots }) => {
    const setup: TrialSetup = { journalDir, place, defect };
    const addSlots = (role: "receiver" | "worker", count: number): void => {
      const program = new URL(`${role}-process.ts`, import.meta.url);
      for (let i = 0; i < count; i++) slots.push(new ProcessSlot(role, i, program, setup));
    };
    addSlots("receiver", plan.receivers);
    addSlots("worker", plan.workers);
    await Promise.all(slots.map((slot) => slot.start()));
    const receivers = slots.filter(({ role }) => role === "receiver");

    const deliveries = planEvents(plan, seed);
    const log = new FaultLog();
    const provider = new SimulatedProvider(seed, receivers, plan.maxAttempts);
    const schedule = faultSchedule(
      new Random(`${seed}/faults`),
      plan,
      faultKindsOf(queue, "receiver"),
    );
    const [latenciesMs] = await Promise.all([
      sendAll(provider, deliveries, plan),
      injectFaults(schedule, provider, { slots, redis, log }),
    ]);
    const accepted = new Set(deliveries.filter((_, index) => Number.isFinite(latenciesMs[index])));
    const { quietMs } = plan;
    const whatIsLeft = await findLeft(place, deliveries, { provider, receivers, quietMs });
    await Promise.all(slots.map((slot) => slot.kill()));
    const readings = readAll(journalDir, slots);
    return {
      queue,
      deliveries,
      accepted,
      answers: provider.answers,
      ...readings,
      log,
      ...whatIsLeft,
      crashes: slots.flatMap(({ crashes }) => crashes),
      provider,
      durationMs: nowMs() - startedAt,
      answeredMs: latenciesMs.toSorted((a, b) => a - b),
      handledMs: handledMs(readings),
    };
  });
}
