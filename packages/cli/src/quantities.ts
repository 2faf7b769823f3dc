import { usageError } from "./usage-error.ts";

const unitMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `90s`, `10m`, `2h` or `1d`. */
export function durationMs(name: string, text: string): number {
  const [, digits = "", unit = ""] = text.match(/^(\d{1,6})([smhd])$/) ?? [];
  const ms = Number(digits) * (unitMs[unit] ?? 0);
  if (ms > 0) return ms;
  throw usageError(`--${name} is a time such as 90s, 10m, 2h or 1d`);
}

/** Milliseconds between two of `10/s`, `600/m` or `5/h`; none where it is not given. */
export function intervalMs(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const [, digits = "", unit = ""] = text.match(/^(\d{1,5})\/([smh])$/) ?? [];
  if (Number(digits) > 0) return (unitMs[unit] ?? 0) / Number(digits);
  throw usageError(`--${name} is how many in what time, such as 10/s or 600/m`);
}
