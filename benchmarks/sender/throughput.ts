/** Deliveries per second of the sender over bare requests. */
import { bare, hooks, type Send } from "./side.ts";

const concurrency = 50;
const rounds = 12;
const deliveries = 10_000;

async function rate(send: Send): Promise<number> {
  let left = deliveries;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await send();
    }),
  );
  return (deliveries * 1000) / (performance.now() - startMs);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Rates, and the medians of the rounds' ratios. */
export interface Throughput {
  readonly bare: number;
  readonly hooks: number;
  readonly ratio: number;
  /** With the event made anew for each delivery. */
  readonly anew: number;
  readonly anewRatio: number;
  readonly description: string;
}

export async function throughput(url: string): Promise<Throughput> {
  const sides = [
    await bare(url),
    await hooks(url, concurrency, false),
    await hooks(url, concurrency, true),
  ] as const;
  for (const { send } of sides) await rate(send);
  const rates: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    // Each goes first, second and last in turn.
    for (let place = 0; place < 3; place++) {
      const side = ((round + place) % 3) as 0 | 1 | 2;
      rates[side].push(await rate(sides[side].send));
    }
  }
  for (const { close } of sides) await close();
  const ratio = (side: 1 | 2): number =>
    median(rates[0].map((one, i) => (rates[side][i] ?? 0) / one));
  return {
    bare: median(rates[0]),
    hooks: median(rates[1]),
    ratio: ratio(1),
    anew: median(rates[2]),
    anewRatio: ratio(2),
    description: `${rounds} rounds of ${deliveries.toLocaleString("en")} deliveries, ${concurrency} at a time`,
  };
}
