import type { DeliveryReader } from "./delivery-reader.ts";
import type { Timestamp } from "./provider.ts";
import { readParts } from "./signature-parts.ts";
import { WebhookError } from "./webhook-error.ts";

/** The time that a text says, an invalid date unless the text is exactly of its unit's form. */
export function parseTimestamp(text: string, unit: Timestamp["unit"]): Date {
  const isIso = unit === "iso";
  const syntax = isIso ? /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)$/ : /^\d{1,14}$/;
  return new Date(!syntax.test(text) ? "" : isIso ? text : +text * (unit === "s" ? 1000 : 1));
}

/** Writes a time as {@link parseTimestamp} reads it. */
export function formatTimestamp(ms: number, unit: Timestamp["unit"]): string {
  if (unit === "iso") return new Date(ms).toISOString();
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
 * @returns `undefined` when there is none and nobody asks for it
 * @throws WebhookError `timestamp_malformed`, also for one that is missing
 */
export function readTime(
  read: DeliveryReader["read"],
  timestamp: Timestamp,
  content: string,
  wanted: number | undefined,
): ClaimedTime | undefined {
  const isSigned = content.includes("json" in timestamp ? "{body}" : "{timestamp}");
  const tolerance = wanted ?? timestamp.tolerance ?? (isSigned ? 300 : 1 / 0);
  const parts = readParts(read, timestamp);
  if (!parts && !isSigned && tolerance === 1 / 0) return undefined;
  const text = parts?.length === 1 ? (parts[0] as string) : "";
  const date = parseTimestamp(text, timestamp.unit);
  if (!(+date >= 0)) throw new WebhookError("timestamp_malformed");
  return { text, date, tolerance };
}

/** @throws WebhookError `timestamp_too_old`, `timestamp_in_future` */
export function assertFresh({ date, tolerance }: ClaimedTime, nowMs: number): void {
  const age = (nowMs - +date) / 1000;
  // Negated, so that a clock which answers NaN refuses.
  if (!(age <= tolerance)) throw new WebhookError("timestamp_too_old");
  if (!(-age <= tolerance)) throw new WebhookError("timestamp_in_future");
}
