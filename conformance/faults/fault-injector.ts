import { setTimeout as sleep } from "node:timers/promises";
import type { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import type { FaultKind, FaultLog } from "./fault-log.ts";
import type { Fault } from "./fault-schedule.ts";
import type { ReceiverSlot } from "./receiver-slot.ts";
import { redisSettings } from "./settings.ts";
import type { SimulatedProvider } from "./simulated-provider.ts";
import type { Passage } from "./tcp-proxy.ts";

interface Targets {
  readonly slots: readonly ReceiverSlot[];
  readonly redis: RedisServer;
  readonly log: FaultLog;
}

type Inject = (targets: Targets, slot: ReceiverSlot, fault: Fault) => Promise<void>;

const kill: Inject = async ({ log }, slot, { kind, forMs }) => {
  const end = log.begin(kind, slot.receiver);
  await slot.kill();
  end();
  await sleep(forMs);
  await slot.start();
};

const pause: Inject = async ({ log }, slot, { kind, forMs }) => {
  const end = log.begin(kind, slot.receiver);
  slot.pause();
  await sleep(forMs);
  slot.resume();
  end();
};

/** An outage lasts until a store gets an answer again, for clients take their time to reconnect. */
function beginOutage(log: FaultLog, { index, proxy }: ReceiverSlot): () => void {
  const end = log.beginOutage(index);
  return () => {
    proxy.nextAnswer().then(end);
  };
}

const endRedis =
  (signal: "SIGTERM" | "SIGKILL"): Inject =>
  async ({ redis, log, slots }, _slot, { kind, forMs }) => {
    const ends = [log.begin(kind), ...slots.map((slot) => beginOutage(log, slot))];
    await redis.kill(signal);
    await sleep(forMs);
    await redis.run(...redisSettings);
    for (const end of ends) end();
  };

const spoil =
  (passage: Passage, isResetAfterwards: boolean): Inject =>
  async ({ log }, slot, { kind, forMs }) => {
    const { proxy } = slot;
    const ends = [log.begin(kind), beginOutage(log, slot)];
    proxy.set(passage);
    if (passage === "refused") proxy.reset();
    await sleep(forMs);
    // What was lost on the way leaves a connection that nobody can go on with.
    if (isResetAfterwards) proxy.reset();
    proxy.set("open");
    for (const end of ends) end();
  };

const injections: Readonly<Record<FaultKind, Inject>> = {
  "receiver killed": kill,
  "receiver paused": pause,
  "receiver paused beyond its lease": pause,
  "Redis stopped": endRedis("SIGTERM"),
  "Redis killed": endRedis("SIGKILL"),
  "connections cut": spoil("refused", false),
  "connections held up": spoil("held", false),
  "connections half open": spoil("lost", true),
  "answers lost": spoil("answers lost", true),
  "connections slow": spoil("delayed", false),
};

/** What a fault keeps busy: no two of a kind strike the same receiver at once. */
function laneOf(kind: FaultKind, slot: number): string {
  if (kind.startsWith("Redis")) return "Redis";
  return `${kind.startsWith("receiver") ? "process" : "connections"} ${slot}`;
}

/** Lets a schedule's faults happen. Resolves when all are over and everything works again. */
export async function injectFaults(
  schedule: readonly Fault[],
  provider: SimulatedProvider,
  targets: Targets,
): Promise<void> {
  const { slots } = targets;
  const busy = new Map<string, Promise<void>>();
  for (const fault of schedule) {
    await provider.whenDone(fault.afterDeliveries);
    await sleep(fault.delayMs);
    const order = [...slots.slice(fault.slot), ...slots.slice(0, fault.slot)];
    const isFree = ({ index }: ReceiverSlot): boolean => !busy.has(laneOf(fault.kind, index));
    const slot = order.find(isFree) ?? order[0];
    if (!slot) throw new Error("there is no receiver");
    const lane = laneOf(fault.kind, slot.index);
    await busy.get(lane);
    const over = injections[fault.kind](targets, slot, fault).then(() => {
      busy.delete(lane);
    });
    // Thrown where it is awaited.
    over.catch(() => undefined);
    busy.set(lane, over);
  }
  await Promise.all(busy.values());
}
