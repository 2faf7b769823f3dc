/** What an endpoint that never answers does to 999 that do: the 99th percentile of their deliveries' times. */
import type { Endpoint } from "@hooks/sender";
import { endpointOf, senderTo } from "./side.ts";

const endpoints = 999;
const events = 10;
const rounds = 12;
const deadlineMs = 4000;

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/** Sends ten events to all, as fast as they go; the times of those that answer, in milliseconds. */
async function timesOf(url: string, isHanging: boolean): Promise<readonly number[]> {
  const sender = senderTo({ schedule: [0], deadlineMs });
  const healthy = Array.from({ length: endpoints }, (_, i) => endpointOf(url, { id: `ep_${i}` }));
  // In the other rounds one more that is healthy stands in its place.
  const last = endpointOf(isHanging ? `${url}hang` : url, { id: "last" });
  const off = new AbortController();
  const times: number[] = [];
  const sendTo = async (endpoint: Endpoint, data: number): Promise<void> => {
    const startMs = performance.now();
    const { code } = await sender.send(endpoint, { type: "invoice.paid", data });
    if (code !== "delivered") throw new Error(`the outcome is ${code}`);
    times.push(performance.now() - startMs);
  };
  // One before those that count makes the connections.
  for (let event = 0; event <= events; event++) {
    // It is there first, and hangs until the others are done.
    void sender.send(last, { type: "invoice.paid", data: event }, { signal: off.signal });
    await Promise.all(healthy.map((endpoint) => sendTo(endpoint, event)));
    if (event === 0) times.length = 0;
  }
  off.abort();
  await sender.close();
  return times;
}

/** The 99th percentiles, in milliseconds. */
export interface Hanging {
  readonly without: number;
  readonly beside: number;
  /** How much the second is above the first: 0.1 is 10 %. */
  readonly effect: number;
  /** How much a second run without is above the first: what chance alone does. */
  readonly chance: number;
  readonly description: string;
}

const sides = ["without", "again", "beside"] as const;

export async function hanging(url: string): Promise<Hanging> {
  await timesOf(url, false);
  const found: Record<(typeof sides)[number], number[]> = { without: [], again: [], beside: [] };
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < sides.length; place++) {
      const side = sides[(round + place) % sides.length] ?? "without";
      found[side].push(percentile(await timesOf(url, side === "beside"), 0.99));
    }
  }
  const median = (values: readonly number[]): number => percentile(values, 0.5);
  const above = (side: "again" | "beside"): number =>
    median(found.without.map((one, i) => (found[side][i] ?? Number.NaN) / one)) - 1;
  return {
    without: median(found.without),
    beside: median(found.beside),
    effect: above("beside"),
    chance: above("again"),
    description: `${rounds} rounds of ${events} events to 1,000 endpoints, 200 attempts at a time`,
  };
}
