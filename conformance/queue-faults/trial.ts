import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { Random } from "../faults/random.ts";
import { type Pace, sendAll } from "../faults/send-all.ts";
import { nowMs, redisSettings } from "../faults/settings.ts";
import { SimulatedProvider } from "../faults/simulated-provider.ts";
import type { Evidence } from "./evidence.ts";
import { injectFaults } from "./fault-injector.ts";
import { FaultLog } from "./fault-log.ts";
import { type FaultPace, faultSchedule } from "./fault-schedule.ts";
import { runsOf } from "./handler-run.ts";
import { readJournals } from "./journal.ts";
import type { QueuePlace } from "./open-queue.ts";
import { type EventPlan, planEvents } from "./planned-event.ts";
import { ProcessSlot } from "./process-slot.ts";
import { QueueReach } from "./queue-reach.ts";
import { type QueueKind, type Step, steps } from "./settings.ts";
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

type Readings = Pick<Evidence, "runs" | "enqueuedAt" | "killedAt" | "deaths" | "reach">;

function readAll(journalDir: string, slots: readonly ProcessSlot[]): Readings {
  const entries = readJournals(journalDir).toSorted((a, b) => a.at - b.at);
  const enqueuedAt = new Map<string, number>();
  const killedAt = new Map(slots.flatMap(({ deaths }) => [...deaths]));
  const deaths = new Map<Step, number>(steps.map((step) => [step, 0]));
  for (const { event, at, order = "", process, step } of entries) {
    if (event === "enqueueing answered" && !enqueuedAt.has(order)) enqueuedAt.set(order, at);
    if (event !== "died" || !step) continue;
    killedAt.set(process, at);
    deaths.set(step, (deaths.get(step) ?? 0) + 1);
  }
  return { runs: runsOf(entries), enqueuedAt, killedAt, deaths, reach: new QueueReach(entries) };
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
  const dir = mkdtempSync(join(tmpdir(), "hooks-queue-faults-"));
  const slots: ProcessSlot[] = [];
  const abandon = (): void => {
    for (const slot of slots) slot.killNow();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", abandon);
  const redis = queue === "BullMQ" ? await RedisServer.start(...redisSettings) : undefined;

  try {
    const place: QueuePlace = { kind: queue, path: join(dir, "jobs.db"), port: redis?.port ?? 0 };
    const shared = { journalDir: dir, place, defect };
    for (let i = 0; i < plan.receivers; i++) slots.push(new ProcessSlot("receiver", i, shared));
    for (let i = 0; i < plan.workers; i++) slots.push(new ProcessSlot("worker", i, shared));
    await Promise.all(slots.map((slot) => slot.start()));
    const receivers = slots.filter(({ role }) => role === "receiver");

    const deliveries = planEvents(plan, seed);
    const log = new FaultLog();
    const provider = new SimulatedProvider(seed, receivers, plan.maxAttempts);
    const schedule = faultSchedule(new Random(`${seed}/faults`), plan, queue);
    const [latenciesMs] = await Promise.all([
      sendAll(provider, deliveries, plan),
      injectFaults(schedule, provider, { slots, redis, log }),
    ]);
    const accepted = new Set(deliveries.filter((_, index) => Number.isFinite(latenciesMs[index])));
    const left = await findLeft(place, deliveries, { provider, receivers, quietMs: plan.quietMs });
    await Promise.all(slots.map((slot) => slot.kill()));
    const readings = readAll(dir, slots);
    return {
      queue,
      deliveries,
      accepted,
      answers: provider.answers,
      ...readings,
      log,
      left,
      crashes: slots.flatMap(({ crashes }) => crashes),
      provider,
      durationMs: nowMs() - startedAt,
      answeredMs: latenciesMs.toSorted((a, b) => a - b),
      handledMs: handledMs(readings),
    };
  } finally {
    process.off("exit", abandon);
    await Promise.all(slots.map((slot) => slot.kill()));
    await redis?.close();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
