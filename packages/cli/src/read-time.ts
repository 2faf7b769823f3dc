import { usageError } from "./usage-error.ts";

/** Milliseconds since the epoch, of decimal digits that say so or of an ISO 8601 time with its zone. */
export function readTime(name: string, text: string): number {
  const isIso = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(text);
  const ms = /^\d{1,15}$/.test(text) ? Number(text) : isIso ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  throw usageError(
    `--${name} is milliseconds since the epoch, or a time such as 2026-01-31T12:00:00Z`,
  );
}
