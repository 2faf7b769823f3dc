import { setTimeout as sleep } from "node:timers/promises";
import type { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { redisSettings } from "../faults/settings.ts";
import type { FaultLog } from "./fault-log.ts";
import type { Fault } from "./fault-schedule.ts";
import type { ProcessSlot } from "./process-slot.ts";

/** How far a trial is. */
export interface Progress {
  /** Resolves when so many events are sent, or given up. */
  readonly whenDone: (count: number) => Promise<void>;
}

/** Who may be struck. */
export interface Targets {
  readonly slots: readonly ProcessSlot[];
  readonly redis: RedisServer | undefined;
  readonly log: FaultLog;
}

async function kill(slot: ProcessSlot, { kind, forMs }: Fault, log: FaultLog): Promise<void> {
  const end = log.begin(kind, slot.name);
  await slot.kill();
  end();
  await sleep(forMs);
  await slot.start();
}

async function pause(slot: ProcessSlot, { kind, forMs }: Fault, log: FaultLog): Promise<void> {
  const end = log.begin(kind, slot.name);
  slot.pause();
  await sleep(forMs);
  slot.resume();
  end();
}

async function endRedis({ redis, log }: Targets, { kind, forMs }: Fault): Promise<void> {
  const end = log.begin(kind);
  await redis?.kill(kind === "Redis killed" ? "SIGKILL" : "SIGTERM");
  await sleep(forMs);
  await redis?.run(...redisSettings);
  end();
}

/** Lets a schedule's faults happen, one at a time to each. Resolves when all are over and everything works again. */
export async function injectFaults(
  schedule: readonly Fault[],
  progress: Progress,
  targets: Targets,
): Promise<void> {
  const busy = new Map<ProcessSlot | "Redis", Promise<void>>();
  for (const fault of schedule) {
    await progress.whenDone(fault.afterDeliveries);
    await sleep(fault.delayMs);
    const able = targets.slots.filter(({ role }) => fault.kind.startsWith(role));
    const first = able.length > 0 ? fault.place % able.length : 0;
    const order = [...able.slice(first), ...able.slice(0, first)];
    const slot = order.find((one) => !busy.has(one)) ?? order[0];
    const struck = slot ?? "Redis";
    await busy.get(struck);
    const inject = async (): Promise<void> => {
      await slot?.whenReady();
      if (!slot) await endRedis(targets, fault);
      else if (fault.kind.endsWith("killed")) await kill(slot, fault, targets.log);
      else await pause(slot, fault, targets.log);
      busy.delete(struck);
    };
    const over = inject();
    // Thrown where it is awaited.
    over.catch(() => undefined);
    busy.set(struck, over);
  }
  await Promise.all(busy.values());
  await Promise.all(targets.slots.map((slot) => slot.whenReady()));
}
