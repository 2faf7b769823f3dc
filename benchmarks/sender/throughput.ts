/** Deliveries per second of the sender over bare requests. */
import { bare, hooks, type Send } from "./side.ts";

const concurrency = 50;
const rounds = 11;
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

/** Rates of both sides, and the median of the rounds' ratios. */
export interface Throughput {
  readonly bare: number;
  readonly hooks: number;
  readonly ratio: number;
  readonly description: string;
}

export async function throughput(url: string): Promise<Throughput> {
  const sides = [await bare(url), hooks(url, concurrency)] as const;
  for (const { send } of sides) await rate(send);
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Each side goes first as often as the other.
    for (const side of round % 2 ? ([1, 0] as const) : ([0, 1] as const)) {
      rates[side].push(await rate(sides[side].send));
    }
  }
  for (const { close } of sides) await close();
  return {
    bare: median(rates[0]),
    hooks: median(rates[1]),
    ratio: median(rates[0].map((one, i) => (rates[1][i] ?? 0) / one)),
    description: `${rounds} rounds of ${deliveries.toLocaleString("en")} deliveries, ${concurrency} at a time`,
  };
}
