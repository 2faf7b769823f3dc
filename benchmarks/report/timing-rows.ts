import type { Timing } from "../measure/take-turns.ts";

/** The columns of {@link timingRows}. */
export const timingHead: readonly string[] = [
  "",
  "bytes",
  "µs",
  "middle half",
  "ours over it",
  "middle half",
];

const range = (spread: readonly [number, number], digits: number): string =>
  spread.map((number) => number.toFixed(digits)).join("–");

/** The timings of one size as rows of a table; the first is ours. */
export function timingRows(
  bytes: number,
  timings: readonly Timing[],
): readonly (readonly string[])[] {
  return timings.map(({ name, microseconds, spread, ratio, ratioSpread }, i) => [
    name,
    bytes.toLocaleString("en"),
    microseconds.toFixed(1),
    range(spread, 1),
    i === 0 ? "" : ratio.toFixed(2),
    i === 0 ? "" : range(ratioSpread, 2),
  ]);
}
