import type { Pace, Timing } from "../measure/take-turns.ts";

/** What one unit of work costs. */
export type Cost = Pick<Timing, "microseconds" | "spread">;

/** What a cost may do as something grows. */
export type Shape = "linear" | "flat";

/** The cost of one unit of work, as something grows. */
export interface Growth {
  readonly name: string;
  /** What the cost is of. */
  readonly of: string;
  readonly should: Shape;
  readonly counts: readonly number[];
  /** For each of the counts. */
  readonly measure: (pace: Pace, counts: readonly number[]) => Promise<readonly Cost[]>;
}

/** By which power the cost grows between the first and the last count: 0 is flat, 1 is linear. */
export function slopeOf(counts: readonly number[], microseconds: readonly number[]): number {
  const xs = counts.map(Math.log);
  const ys = microseconds.map(Math.log);
  const mean = (numbers: readonly number[]): number =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, one, i) => sum + (one - x) * ((ys[i] as number) - y), 0);
  return covariance / xs.reduce((sum, one) => sum + (one - x) ** 2, 0);
}

/** By which power it grows where it grows the most, from one count to the next. */
export function steepestOf(counts: readonly number[], microseconds: readonly number[]): number {
  const steps = counts.slice(1).map((count, i) => {
    const cost = (microseconds[i + 1] as number) / (microseconds[i] as number);
    return Math.log(cost) / Math.log(count / (counts[i] as number));
  });
  return Math.max(...steps);
}

/**
 * Flat is what at most doubles while something grows by a thousand; linear what grows by no higher power than the first,
 * a tenth allowed for caches.
 */
export const mostOf: Readonly<Record<Shape, number>> = { flat: 0.1, linear: 1.1 };
