import type { DeliveryReader } from "./delivery-reader.ts";
import type { Timestamp } from "./provider.ts";
import { readParts } from "./signature-parts.ts";

/** The time that a text says, an invalid date unless the text is exactly of its unit's form and after 1969. */
export function parseTimestamp(text: string, unit: Timestamp["unit"]): Date {
  // Of "s", "ms", "iso" and "isoZ".
  const isIso = unit.length > 2;
  const syntax = isIso ? /^(19[7-9]|[2-9]\d\d)\d-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/ : /^\d{1,14}$/;
  // The zone that the unit says and the text doesn't.
  const whole = text + unit.slice(3);
  return new Date(!syntax.test(whole) ? "" : isIso ? whole : +text * (unit === "s" ? 1000 : 1));
}

/** Writes a time as {@link parseTimestamp} reads it. */
export function formatTimestamp(ms: number, unit: Timestamp["unit"]): string {
  if (unit === "iso") return new Date(ms).toISOString();
  if (unit === "isoZ") return new Date(ms).toISOString().slice(0, -1);
  return String(Math.floor(unit === "s" ? ms / 1000 : ms));
}

/** The time that a delivery claims. */
export interface ClaimedTime {
  /** As it stands there. */
  readonly text: string;
  readonly date: Date;
  /** Seconds that it may lie off, either way. */
  readonly tolerance: number;
}

/**
 * Reads the timestamp of a delivery.
 *
 * @param content the template of what is signed, which says whether the timestamp is
 * @param wanted seconds; default the provider's own tolerance, else 300 for a timestamp that is signed
 * @returns `undefined` when there is none and nobody asks for it; with an invalid date when it is missing or malformed
 */
export function readTime(
  reader: DeliveryReader,
  timestamp: Timestamp,
  content: string,
  wanted: number | undefined,
): ClaimedTime | undefined {
  const isSigned =
    "claim" in timestamp || content.includes("json" in timestamp ? "{body}" : "{timestamp}");
  const tolerance = wanted ?? timestamp.tolerance ?? (isSigned ? 300 : 1 / 0);
  const parts = readParts(reader, timestamp);
  if (!parts && !isSigned && tolerance === 1 / 0) return undefined;
  const text = parts?.length === 1 ? (parts[0] as string) : "";
  return { text, date: parseTimestamp(text, timestamp.unit), tolerance };
}

/** Does a time lie within its tolerance? An invalid one never does, nor any by a clock that answers NaN. */
export const isFresh = ({ date, tolerance }: ClaimedTime, now: () => number = Date.now): boolean =>
  Math.abs(now() - +date) / 1000 <= tolerance;
