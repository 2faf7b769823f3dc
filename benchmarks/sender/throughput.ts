/** Deliveries per second of the sender over bare requests, and the time that this process works for each. */
import { type Side, type SideName, sideNames, sides } from "./side.ts";

/** Deliveries at a time. */
export const concurrency = 50;

const rounds = 60;
const deliveries = 2000;
const warmUps = 10;

/** Of one delivery, in microseconds. */
interface Cost {
  /** From one to the next. */
  readonly wall: number;
  /** Of the process that sends: user and system. */
  readonly cpu: number;
}

/** Sends so many, so many at a time. */
export async function repeat({ send }: Side, times: number): Promise<void> {
  let left = times;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await send();
    }),
  );
}

async function costOf(side: Side): Promise<Cost> {
  const before = process.cpuUsage();
  const startMs = performance.now();
  await repeat(side, deliveries);
  const wall = ((performance.now() - startMs) * 1000) / deliveries;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / deliveries };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Of one side: medians of the rounds. The shares are those of the floor in the same round. */
export interface Speed {
  readonly perSecond: number;
  readonly ratio: number;
  readonly cpuMicroseconds: number;
  readonly cpuRatio: number;
}

/** The speed of each side. */
export interface Throughput {
  readonly speeds: Readonly<Record<SideName, Speed>>;
  readonly description: string;
}

export async function throughput(url: string): Promise<Throughput> {
  const contenders: { readonly name: SideName; readonly side: Side; readonly costs: Cost[] }[] = [];
  for (const name of sideNames) {
    const side = await sides[name](url, concurrency);
    contenders.push({ name, side, costs: [] });
    for (let i = 0; i < warmUps; i++) await costOf(side);
  }
  for (let round = 0; round < rounds; round++) {
    // Each goes first and last in turn, and there and back, so that none always pays for the garbage of the same other.
    const first = round % contenders.length;
    const order = [...contenders.slice(first), ...contenders.slice(0, first)];
    if (round % 2 === 1) order.reverse();
    for (const { side, costs } of order) costs.push(await costOf(side));
  }
  for (const { side } of contenders) await side.close();
  const floor = contenders[0]?.costs ?? [];
  const speedOf = (costs: readonly Cost[]): Speed => {
    const over = (key: keyof Cost): number =>
      median(costs.map((one, i) => (floor[i]?.[key] ?? Number.NaN) / one[key]));
    return {
      perSecond: 1e6 / median(costs.map(({ wall }) => wall)),
      ratio: over("wall"),
      cpuMicroseconds: median(costs.map(({ cpu }) => cpu)),
      cpuRatio: over("cpu"),
    };
  };
  return {
    speeds: Object.fromEntries(
      contenders.map(({ name, costs }) => [name, speedOf(costs)]),
    ) as Throughput["speeds"],
    description: `${rounds} rounds of ${deliveries.toLocaleString("en")} deliveries, ${concurrency} at a time`,
  };
}
