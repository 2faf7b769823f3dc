import type { Attempt } from "./attempt.ts";
import type { AttemptsQuery } from "./attempts-store.ts";
import type { PreparedEvent } from "./event.ts";
import type { FailedEvent } from "./failed-events.ts";
import { SenderError } from "./sender-error.ts";

/** How long payloads are kept where nothing else was said: 30 days, in milliseconds. */
export const defaultRetentionMs: number = 30 * 24 * 60 * 60 * 1000;

const defaultLimit = 100;
const maxLimit = 1000;
const maxIdLength = 200;

/** Where a page ended: the time of its last attempt, and its place among those of that time. */
export interface Position {
  readonly startedAtMs: number;
  readonly sequence: number;
}

const invalid = (field: string, message: string): SenderError =>
  new SenderError("option_invalid", field, message);

/** What is told of a position. */
export const cursorOf = ({ startedAtMs, sequence }: Position): string =>
  Buffer.from(`${startedAtMs}.${sequence}`).toString("base64url");

/** @throws SenderError `option_invalid`, field `cursor` */
export function readCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const isText = typeof cursor === "string" && /^[\w-]{1,48}$/.test(cursor);
  const text = isText ? Buffer.from(cursor, "base64url").toString("latin1") : "";
  const [, startedAtMs, sequence] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(text) ?? [];
  const position = { startedAtMs: Number(startedAtMs), sequence: Number(sequence) };
  const isSafe = Object.values(position).every(Number.isSafeInteger);
  if (isSafe && cursorOf(position) === cursor) return position;
  throw invalid("cursor", "was not given by a page");
}

/** @throws SenderError `option_invalid`, field `limit` */
export function readLimit(limit: number = defaultLimit): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit;
  throw invalid("limit", `is not a whole number from 1 to ${maxLimit}`);
}

/** The milliseconds of a time. @throws SenderError `option_invalid` */
export function readTime(field: string, time: Date): number {
  const ms = time instanceof Date ? time.getTime() : Number.NaN;
  if (Number.isNaN(ms)) throw invalid(field, "is no time");
  return ms;
}

/** @throws SenderError `option_invalid`, naming the member that is not of its type */
export function assertQuery(query: AttemptsQuery): void {
  for (const name of ["endpointId", "eventId", "eventType", "code"] as const) {
    const value = query[name];
    if (value !== undefined && typeof value !== "string") throw invalid(name, "is no text");
  }
  const { status, from, to } = query;
  if (status !== undefined && !Number.isInteger(status)) throw invalid("status", "is no status");
  if (from !== undefined) readTime("from", from);
  if (to !== undefined) readTime("to", to);
}

const isId = (id: unknown): boolean =>
  typeof id === "string" && id.length > 0 && id.length <= maxIdLength;

/** @throws SenderError `option_invalid`, naming the member that can't be kept */
export function assertAttempt(attempt: Attempt): void {
  const { endpointId, eventId, eventType, number, nextNumber, durationMs } = attempt;
  for (const [name, id] of Object.entries({ endpointId, eventId, eventType })) {
    if (!isId(id)) throw invalid(name, `is not 1 to ${maxIdLength} characters`);
  }
  if (!Number.isSafeInteger(number) || number < 1) throw invalid("number", "is no count");
  if (nextNumber !== undefined && !Number.isSafeInteger(nextNumber)) {
    throw invalid("nextNumber", "is no count");
  }
  if (!Number.isFinite(durationMs)) throw invalid("durationMs", "is no number");
  readTime("startedAt", attempt.startedAt);
  if (attempt.nextAttemptAt !== undefined) readTime("nextAttemptAt", attempt.nextAttemptAt);
}

/** @throws SenderError `option_invalid`, naming the member that can't be kept */
export function assertEvent({ id, type, version, timestamp, body }: PreparedEvent): void {
  for (const [name, one] of Object.entries({ id, type })) {
    if (!isId(one)) throw invalid(name, `is not 1 to ${maxIdLength} characters`);
  }
  if (version !== undefined && !isId(version)) throw invalid("version", "is no version");
  if (!(body instanceof Uint8Array)) throw invalid("body", "is not bytes");
  readTime("timestamp", timestamp);
}

/** What is told of an event by its last attempt. */
export const failedEventOf = (lastAttempt: Attempt): FailedEvent => ({
  eventId: lastAttempt.eventId,
  eventType: lastAttempt.eventType,
  lastAttempt,
  nextNumber: lastAttempt.number + 1,
});
