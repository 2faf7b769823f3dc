import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { injectFaults } from "./fault-injector.ts";
import { FaultLog } from "./fault-log.ts";
import { type FaultPace, faultSchedule } from "./fault-schedule.ts";
import { readRuns } from "./handler-run.ts";
import { planDeliveries } from "./planned-delivery.ts";
import { Random } from "./random.ts";
import { ReceiverSlot } from "./receiver-slot.ts";
import { type Pace, sendAll } from "./send-all.ts";
import { nowMs, redisSettings } from "./settings.ts";
import { SimulatedProvider } from "./simulated-provider.ts";
import { findStuck } from "./stuck-claims.ts";
import { TcpProxy } from "./tcp-proxy.ts";
import type { Evidence } from "./verdict.ts";

/** How much is delivered under how many faults. */
export interface TrialPlan extends Pace, FaultPace {
  /** After so many attempts the provider gives up. */
  readonly maxAttempts: number;
}

export interface Trial extends Evidence {
  readonly provider: SimulatedProvider;
  readonly durationMs: number;
  /** From the first attempt to the 2xx of each delivery, the shortest first. */
  readonly latenciesMs: readonly number[];
}

/** Starts everything, delivers under faults, waits for quiet, looks what is left, and stops everything. */
export async function runTrial(plan: TrialPlan, seed: number, defect?: string): Promise<Trial> {
  const startedAt = nowMs();
  const journalDir = mkdtempSync(join(tmpdir(), "hooks-faults-"));
  const slots: ReceiverSlot[] = [];
  const abandon = (): void => {
    for (const slot of slots) slot.killNow();
    rmSync(journalDir, { recursive: true, maxRetries: 5 });
  };
  process.once("exit", abandon);
  const redis = await RedisServer.start(...redisSettings);

  try {
    for (let index = 0; index < plan.receivers; index++) {
      const proxy = await TcpProxy.listen(redis.port);
      slots.push(new ReceiverSlot(index, proxy, { journalDir, defect }));
    }
    await Promise.all(slots.map((slot) => slot.start()));

    const deliveries = planDeliveries(plan.deliveries, seed);
    const log = new FaultLog();
    const provider = new SimulatedProvider(seed, slots, plan.maxAttempts);
    const schedule = faultSchedule(new Random(`${seed}/faults`), plan);
    const [latenciesMs] = await Promise.all([
      sendAll(provider, deliveries, plan),
      injectFaults(schedule, provider, { slots, redis, log }),
    ]);
    const accepted = new Set(deliveries.filter((_, index) => Number.isFinite(latenciesMs[index])));
    const stuck = await findStuck(provider, slots, deliveries, redis.port);
    const crashes = slots.flatMap((slot) => slot.crashes);
    await Promise.all(slots.map((slot) => slot.kill()));
    return {
      deliveries,
      accepted,
      answers: provider.answers,
      runs: readRuns(journalDir),
      log,
      stuck,
      crashes,
      provider,
      durationMs: nowMs() - startedAt,
      latenciesMs: latenciesMs.toSorted((a, b) => a - b),
    };
  } finally {
    process.off("exit", abandon);
    await Promise.all(slots.map((slot) => slot.kill()));
    for (const { proxy } of slots) proxy.close();
    await redis.close();
    rmSync(journalDir, { recursive: true });
  }
}
