/** What an endpoint that never answers does to 999 that do: the 99th percentile of their deliveries' times. */
import type { Endpoint } from "@hooks/sender";
import { endpointOf, senderTo } from "./side.ts";

const endpoints = 999;
const events = 10;
const rounds = 11;
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
  for (let event = 0; event < events; event++) {
    // It is there first, and hangs until the others are done.
    void sender.send(last, { type: "invoice.paid", data: event }, { signal: off.signal });
    await Promise.all(healthy.map((endpoint) => sendTo(endpoint, event)));
  }
  off.abort();
  await sender.close();
  return times;
}

/** The 99th percentiles, in milliseconds, and how much the second is above the first: 0.1 is 10 %. */
export interface Hanging {
  readonly without: number;
  readonly beside: number;
  readonly effect: number;
  readonly description: string;
}

export async function hanging(url: string): Promise<Hanging> {
  const p99 = async (isHanging: boolean): Promise<number> =>
    percentile(await timesOf(url, isHanging), 0.99);
  await p99(false);
  const found: { without: number; beside: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await p99(round % 2 === 1);
    const second = await p99(round % 2 === 0);
    found.push(round % 2 ? { beside: first, without: second } : { without: first, beside: second });
  }
  const median = (values: readonly number[]): number => percentile(values, 0.5);
  return {
    without: median(found.map(({ without }) => without)),
    beside: median(found.map(({ beside }) => beside)),
    effect: median(found.map(({ beside, without }) => beside / without)) - 1,
    description: `${rounds} rounds of ${events} events to 1,000 endpoints, 200 attempts at a time`,
  };
}
