/** Something that does the work once. What it gives is awaited, if it is a promise. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/** How long is measured. */
export interface Pace {
  readonly rounds: number;
  /** How long one contender runs in one round, about. */
  readonly roundMs: number;
  /** How long each runs before anything is measured. */
  readonly warmMs: number;
}

/** What a contender took. Of a spread, a quarter of the rounds lies below and a quarter above. */
export interface Timing {
  readonly name: string;
  /** The median of the rounds, of one call. */
  readonly microseconds: number;
  readonly spread: readonly [low: number, high: number];
  /** The first contender over this one, within one round; the median of the rounds. */
  readonly ratio: number;
  readonly ratioSpread: readonly [low: number, high: number];
}

/** Enough to see that everything runs, and no measurement. */
export const quickPace: Pace = { rounds: 2, roundMs: 2, warmMs: 5 };

/** So much of the sorted numbers lies below. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Microseconds of one call. */
async function timeOf(run: () => unknown, times: number): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  // Again where the clock has not moved: some tell milliseconds only.
  for (let tookMs = 0; tookMs === 0; tookMs = performance.now() - startedAt) {
    for (let i = 0; i < times; i++) {
      const answer = run();
      if (answer instanceof Promise) await answer;
    }
    done += times;
  }
  return ((performance.now() - startedAt) * 1000) / done;
}

/** Runs a contender warm, and finds out how often it runs in one round. */
async function timesOf({ run }: Contender, { roundMs, warmMs }: Pace): Promise<number> {
  const startedAt = performance.now();
  let times = 1;
  for (;;) {
    const tookMs = ((await timeOf(run, times)) * times) / 1000;
    const isWarm = performance.now() - startedAt >= warmMs;
    if (isWarm && tookMs >= roundMs) return Math.max(1, Math.round((times * roundMs) / tookMs));
    if (tookMs < roundMs) times *= 2;
  }
}

const middle = (numbers: readonly number[]): readonly [number, number] => [
  quantile(numbers, 0.25),
  quantile(numbers, 0.75),
];

/** Measures the contenders against each other: in each round all have their turn, each as often first as the others. */
export async function takeTurns(
  contenders: readonly Contender[],
  pace: Pace,
): Promise<readonly Timing[]> {
  const times: number[] = [];
  for (const contender of contenders) times.push(await timesOf(contender, pace));
  const taken: number[][] = contenders.map(() => []);
  for (let round = 0; round < pace.rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      const turn = (i + round) % contenders.length;
      const { run } = contenders[turn] as Contender;
      taken[turn]?.push(await timeOf(run, times[turn] as number));
    }
  }
  const [first = []] = taken;
  return contenders.map(({ name }, i) => {
    const own = taken[i] as readonly number[];
    const ratios = own.map((microseconds, round) => (first[round] as number) / microseconds);
    return {
      name,
      microseconds: quantile(own, 0.5),
      spread: middle(own),
      ratio: quantile(ratios, 0.5),
      ratioSpread: middle(ratios),
    };
  });
}
