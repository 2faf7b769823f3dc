import { setTimeout as sleep } from "node:timers/promises";
import { createDispatcher } from "@hooks/dispatcher";
import type { Queue } from "@hooks/queue";
import { createSender, type Endpoint, type Sender, type SenderOptions } from "@hooks/sender";

/** Deliveries at a time. */
export const concurrency = 100;

/** What one load came to. */
export interface Figures {
  /** Delivered a second, from the first publishing to the last reply. */
  readonly perSecond: number;
  /** From publishing to the start of the first attempt. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Jobs that could have started, at most. */
  readonly depth: number;
}

const data = { text: "x".repeat(900) };

/** Ten endpoints, so that no lane is what is measured. */
const endpointsAt = (port: number): readonly Endpoint[] =>
  Array.from({ length: 10 }, (_, i) => ({
    id: `ep_${i}`,
    url: `http://127.0.0.1:${port}/${i}`,
    secrets: [{ label: "1", value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }],
    eventTypes: [`load.of-${i}`],
    concurrency,
  }));

const newSender = (onAttempt?: SenderOptions["onAttempt"]): Sender =>
  createSender({
    allowHttp: true,
    guard: { allow: [{ cidr: "127.0.0.1/32" }], onAllow: () => undefined },
    ...(onAttempt && { onAttempt }),
  });

/** Calls it so many times, so many at a time. */
async function repeat(
  count: number,
  atATime: number,
  work: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atATime }, one));
}

/** Attempts a second of the sender alone, with nothing kept: the floor. */
export async function attemptsPerSecond(port: number, count: number): Promise<number> {
  const sender = newSender();
  const endpoints = endpointsAt(port);
  const startMs = performance.now();
  await repeat(count, concurrency, async (i) => {
    const endpoint = endpoints[i % 10] as Endpoint;
    await sender.attempt(endpoint, { type: `load.of-${i % 10}`, data }, 1);
  });
  const seconds = (performance.now() - startMs) / 1000;
  await sender.close();
  return count / seconds;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/**
 * Publishes and delivers events through a queue.
 *
 * @param perSecond how many are published; as many as can be where it is not given
 */
export async function publishToDelivered(
  queue: Queue,
  port: number,
  count: number,
  perSecond?: number,
): Promise<Figures> {
  const publishedAt = new Map<string, number>();
  const waits: number[] = [];
  let deliveredAtMs = 0;
  let failures = 0;
  const sender = newSender(({ eventId, code, startedAt }) => {
    if (code !== "delivered") failures++;
    waits.push(startedAt.getTime() - (publishedAt.get(eventId) ?? 0));
    deliveredAtMs = performance.now();
  });
  const dispatcher = createDispatcher({ sender, queue, endpoints: endpointsAt(port) });
  dispatcher.start({ concurrency });
  let depth = 0;
  const watch = setInterval(async () => {
    depth = Math.max(depth, (await queue.health()).depth);
  }, 50);
  const prefix = Math.random().toString(36).slice(2);
  const startMs = performance.now();
  await repeat(count, perSecond === undefined ? concurrency : 50, async (i) => {
    if (perSecond !== undefined) {
      const waitMs = startMs + (i * 1000) / perSecond - performance.now();
      if (waitMs > 0) await sleep(waitMs);
    }
    const id = `${prefix}_${i}`;
    publishedAt.set(id, Date.now());
    await dispatcher.publish({ id, type: `load.of-${i % 10}`, data });
  });
  while (waits.length < count) await sleep(5);
  clearInterval(watch);
  await dispatcher.close();
  await sender.close();
  if (failures > 0) throw new Error(`${failures} attempts failed`);
  waits.sort((a, b) => a - b);
  return {
    perSecond: count / ((deliveredAtMs - startMs) / 1000),
    medianMs: quantile(waits, 0.5),
    p99Ms: quantile(waits, 0.99),
    depth,
  };
}
