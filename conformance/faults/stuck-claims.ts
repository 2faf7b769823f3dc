import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { PlannedDelivery } from "./planned-delivery.ts";
import type { ReceiverSlot } from "./receiver-slot.ts";
import { host, leaseMs, nowMs } from "./settings.ts";
import { isAccepted, type SimulatedProvider } from "./simulated-provider.ts";

const inFlightEach = 5;

/**
 * Sends every delivery once more now that nothing is disturbed any longer, then looks at what Redis holds. Each has to
 * be answered 2xx, at the latest when a lease has ended that was taken at the last moment; after that all are recorded, so that no key ends soon.
 */
export async function findStuck(
  provider: SimulatedProvider,
  receivers: readonly ReceiverSlot[],
  deliveries: readonly PlannedDelivery[],
  redisPort: number,
): Promise<readonly string[]> {
  const deadline = nowMs() + 2 * leaseMs;
  const problems: string[] = [];
  const waiting = [...deliveries];
  const probe = async (receiver: ReceiverSlot): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (;;) {
        // Beyond those that were planned to fail.
        const answer = await provider.attempt(next, 100, receiver);
        if (answer && isAccepted(answer)) break;
        if (nowMs() > deadline) {
          problems.push(`${next.id} is answered ${answer?.status ?? "nothing"}`);
          break;
        }
        await sleep(100);
      }
    }
  };
  const probes = receivers.flatMap((receiver) =>
    Array<ReceiverSlot>(inFlightEach).fill(receiver).map(probe),
  );
  await Promise.all(probes);
  return [...problems, ...(await findUnrecorded(deliveries.length, redisPort))];
}

/** What is recorded is kept for days, and a claim for seconds. */
async function findUnrecorded(count: number, port: number): Promise<readonly string[]> {
  const redis = new Redis(port, host);
  try {
    const keys = await redis.keys("*");
    const leftMs = await Promise.all(keys.map((key) => redis.pttl(key)));
    const unrecorded = keys.filter((_, index) => (leftMs[index] ?? 0) < 10 * leaseMs);
    const problems = unrecorded.map((key) => `${key} is not recorded`);
    if (keys.length !== count) problems.push(`${keys.length} keys for ${count} deliveries`);
    return problems;
  } finally {
    redis.disconnect();
  }
}
