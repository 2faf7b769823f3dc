import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "./settings.ts";

/** How fast a provider sends. */
export interface Pace {
  /** Deliveries that begin in a second, at most. */
  readonly perSecond: number;
  /** Deliveries that have not yet got their 2xx, at most. */
  readonly inFlight: number;
}

/** Who sends. */
export interface Deliverer<Item> {
  /** Resolves with how long it took in milliseconds, infinity when it is given up. */
  readonly deliver: (item: Item) => Promise<number>;
}

/** Sends deliveries in order; gives how long each took in milliseconds, infinity for what got no 2xx. */
export async function sendAll<Item>(
  provider: Deliverer<Item>,
  deliveries: readonly Item[],
  { perSecond, inFlight }: Pace,
): Promise<readonly number[]> {
  const startedAt = nowMs();
  const waiting = deliveries.entries();
  const latenciesMs: number[] = [];
  const send = async (): Promise<void> => {
    for (const [index, delivery] of waiting) {
      await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - nowMs()));
      latenciesMs[index] = await provider.deliver(delivery);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, send));
  return latenciesMs;
}
