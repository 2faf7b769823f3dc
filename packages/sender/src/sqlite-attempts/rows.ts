import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { Attempt } from "../attempt.ts";
import type { Position } from "../attempts-query.ts";
import type { RecordedEvent } from "../attempts-store.ts";
import type { PreparedEvent } from "../event.ts";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The columns of an event, in their order. */
export const eventColumns: string = "id, version, type, timestamp_ms, recorded_at_ms, body";

/** The values of {@link eventColumns}. */
export const eventValues = (event: PreparedEvent, nowMs: number): SQLInputValue[] => [
  event.id,
  event.version ?? "",
  event.type,
  event.timestamp.getTime(),
  nowMs,
  event.body,
];

/** The event of a row. */
export function readEvent(row: Row): RecordedEvent {
  const { version, body } = row;
  return {
    id: String(row["id"]),
    type: String(row["type"]),
    timestamp: new Date(Number(row["timestamp_ms"])),
    ...(version !== "" && { version: String(version) }),
    ...(body instanceof Uint8Array && { body }),
  };
}

/** The columns of an attempt, in their order. */
export const attemptColumns: string =
  "event_id, endpoint_id, number, event_type, started_at_ms, duration_ms, code, status, error, " +
  "reply_headers, reply_body, next_attempt_at_ms, next_number, recorded_at_ms";

/** The values of {@link attemptColumns}: these, and nothing else that an object may have. */
export const attemptValues = (attempt: Attempt, nowMs: number): SQLInputValue[] => [
  attempt.eventId,
  attempt.endpointId,
  attempt.number,
  attempt.eventType,
  attempt.startedAt.getTime(),
  attempt.durationMs,
  attempt.code,
  attempt.status ?? null,
  attempt.error ?? null,
  JSON.stringify(attempt.replyHeaders),
  attempt.replyBody.length > 0 ? attempt.replyBody : null,
  attempt.nextAttemptAt?.getTime() ?? null,
  attempt.nextNumber ?? null,
  nowMs,
];

/** The attempt of a row. */
export function readAttempt(row: Row): Attempt {
  const { status, error, reply_body: body, next_attempt_at_ms: nextMs, next_number: next } = row;
  return {
    endpointId: String(row["endpoint_id"]),
    eventId: String(row["event_id"]),
    eventType: String(row["event_type"]),
    number: Number(row["number"]),
    startedAt: new Date(Number(row["started_at_ms"])),
    durationMs: Number(row["duration_ms"]),
    code: String(row["code"]) as Attempt["code"],
    ...(status !== null && { status: Number(status) }),
    ...(error !== null && { error: String(error) }),
    replyHeaders: JSON.parse(String(row["reply_headers"])),
    replyBody: body instanceof Uint8Array ? body : new Uint8Array(),
    ...(nextMs !== null && { nextAttemptAt: new Date(Number(nextMs)) }),
    ...(next !== null && { nextNumber: Number(next) }),
  };
}

/** Where a row stands among the others. */
export const positionOf = (row: Row): Position => ({
  startedAtMs: Number(row["started_at_ms"]),
  sequence: Number(row["sequence"]),
});
