/** A figure and what it counts. */
export interface Row {
  readonly what: string;
  readonly figure: string;
}

/** Figures under one title. */
export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A number of things. */
export const count = (what: string, figure: number): Row => ({
  what,
  figure: figure.toLocaleString("en"),
});

/** A length of time. */
export const time = (what: string, ms = Number.NaN): Row => ({
  what,
  figure: ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`,
});

/** What a part of the figures, smallest first, does not exceed. */
export const quantile = (sorted: readonly number[], part: number): number | undefined =>
  sorted[Math.ceil(part * sorted.length) - 1];
