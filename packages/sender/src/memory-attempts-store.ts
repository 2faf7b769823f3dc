import type { Attempt } from "./attempt.ts";
import {
  assertAttempt,
  assertEvent,
  assertQuery,
  cursorOf,
  defaultRetentionMs,
  failedEventOf,
  type Position,
  readCursor,
  readLimit,
  readTime,
} from "./attempts-query.ts";
import type { RecordedEvent } from "./attempts-store.ts";
import { compareVersions } from "./event-versions.ts";
import type { ReplayableStore } from "./failed-events.ts";
import { Payloads } from "./payloads.ts";
import { SenderError } from "./sender-error.ts";

/** How much a store in memory holds, and for how long. */
export interface MemoryAttemptsStoreOptions {
  /** The oldest go when there are more. Default 10,000. */
  readonly maxEvents?: number | undefined;
  /** The oldest go when there are more. Default 50,000. */
  readonly maxAttempts?: number | undefined;
  /** Of the bodies of events and replies; the oldest are dropped when there are more. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds after which bodies are dropped. Default 30 days. */
  readonly retentionMs?: number | undefined;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

interface EventRow {
  readonly event: Omit<RecordedEvent, "body">;
}

interface AttemptRow extends Position {
  readonly attempt: Omit<Attempt, "replyBody">;
}

const byTime = (a: Position, b: Position): number =>
  a.startedAtMs - b.startedAtMs || a.sequence - b.sequence;

function deleteOldest<Row>(rows: Map<string, Row>, max: number): Row | undefined {
  if (rows.size <= max) return undefined;
  const [[key, row]] = rows as unknown as [[string, Row]];
  rows.delete(key);
  return row;
}

/**
 * Makes a store of attempts in this process's memory, which ends with it. It never holds more than its bounds.
 *
 * @throws SenderError `option_invalid` for a bound that is no positive number
 */
export function memoryAttemptsStore(options: MemoryAttemptsStoreOptions = {}): ReplayableStore {
  const { maxEvents = 10_000, maxAttempts = 50_000, maxBytes = 64 * 1024 * 1024 } = options;
  const { retentionMs = defaultRetentionMs, now = Date.now } = options;
  for (const [name, bound] of Object.entries({ maxEvents, maxAttempts, maxBytes, retentionMs })) {
    if (!(bound > 0)) throw new SenderError("option_invalid", name, "is not a positive number");
  }
  const events = new Map<string, EventRow>();
  const attempts = new Map<string, AttemptRow>();
  const bodies = new Payloads<EventRow>(now);
  const replies = new Payloads<AttemptRow>(now);
  let sequence = 0;

  const eventKey = (id: string, version: string | undefined): string =>
    JSON.stringify([id, version ?? null]);

  const makeRoom = (): void => {
    const beforeMs = now() - retentionMs;
    bodies.drop(beforeMs);
    replies.drop(beforeMs);
    const event = deleteOldest(events, maxEvents);
    if (event) bodies.delete(event);
    const attempt = deleteOldest(attempts, maxAttempts);
    if (attempt) replies.delete(attempt);
    while (bodies.bytes + replies.bytes > maxBytes) {
      if (bodies.bytes >= replies.bytes) bodies.deleteOldest();
      else replies.deleteOldest();
    }
  };

  const readAttempt = (row: AttemptRow): Attempt => {
    const { replyHeaders, ...attempt } = row.attempt;
    const replyBody = Uint8Array.from(replies.get(row) ?? []);
    return { ...attempt, replyHeaders: { ...replyHeaders }, replyBody };
  };

  const findEvent = (id: string, version: string | undefined): EventRow | undefined => {
    const exact = events.get(eventKey(id, version));
    if (exact || version !== undefined) return exact;
    return [...events.values()]
      .filter(({ event }) => event.id === id)
      .sort((a, b) => compareVersions(b.event.version ?? "", a.event.version ?? ""))[0];
  };

  /** The rows of a page and the cursor behind them. */
  const page = (rows: readonly AttemptRow[], limit: number) => {
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { shown, ...(last && rows.length > limit && { cursor: cursorOf(last) }) };
  };

  return {
    recordEvent(given) {
      assertEvent(given);
      const { id, type, timestamp, version, body } = given;
      const key = eventKey(id, version);
      if (events.has(key)) return false;
      const event = { id, type, timestamp: new Date(timestamp) };
      const row = { event: version === undefined ? event : { ...event, version } };
      events.set(key, row);
      bodies.set(row, body);
      makeRoom();
      return true;
    },

    recordAttempt(given) {
      assertAttempt(given);
      const { endpointId, eventId, number, replyBody, replyHeaders, startedAt } = given;
      const key = JSON.stringify([eventId, endpointId, number]);
      if (attempts.has(key)) return;
      const { eventType, durationMs, code, status, error, nextAttemptAt, nextNumber } = given;
      const attempt: AttemptRow["attempt"] = {
        endpointId,
        eventId,
        eventType,
        number,
        startedAt: new Date(startedAt),
        durationMs,
        code,
        ...(status !== undefined && { status }),
        ...(error !== undefined && { error }),
        replyHeaders: { ...replyHeaders },
        ...(nextAttemptAt !== undefined && { nextAttemptAt: new Date(nextAttemptAt) }),
        ...(nextNumber !== undefined && { nextNumber }),
      };
      sequence++;
      const row: AttemptRow = { attempt, startedAtMs: startedAt.getTime(), sequence };
      attempts.set(key, row);
      replies.set(row, replyBody);
      makeRoom();
    },

    findEvent(id, version) {
      const row = findEvent(id, version);
      const body = row && bodies.get(row);
      return row && { ...row.event, ...(body && { body: Uint8Array.from(body) }) };
    },

    findAttempts(query) {
      assertQuery(query);
      const limit = readLimit(query.limit);
      const position = readCursor(query.cursor);
      const { from, to } = query;
      const names = ["endpointId", "eventId", "eventType", "code", "status"] as const;
      const rows = [...attempts.values()]
        .filter((row) => position === undefined || byTime(row, position) < 0)
        .filter(({ attempt }) =>
          names.every((name) => query[name] === undefined || attempt[name] === query[name]),
        )
        .filter(({ startedAtMs }) => from === undefined || startedAtMs >= from.getTime())
        .filter(({ startedAtMs }) => to === undefined || startedAtMs < to.getTime())
        .sort((a, b) => byTime(b, a));
      const { shown, ...cursor } = page(rows, limit);
      return { attempts: shown.map(readAttempt), ...cursor };
    },

    findFailed(query) {
      assertQuery(query);
      const limit = readLimit(query.limit);
      const position = readCursor(query.cursor);
      const { endpointId, from, to } = query;
      const last = new Map<string, AttemptRow>();
      for (const row of attempts.values()) {
        const { eventId, number } = row.attempt;
        if (row.attempt.endpointId !== endpointId) continue;
        if (number > (last.get(eventId)?.attempt.number ?? 0)) last.set(eventId, row);
      }
      const rows = [...last.values()]
        .filter(({ attempt }) => attempt.code !== "delivered")
        .filter((row) => position === undefined || byTime(row, position) > 0)
        .filter(({ startedAtMs }) => from === undefined || startedAtMs >= from.getTime())
        .filter(({ startedAtMs }) => to === undefined || startedAtMs < to.getTime())
        .sort(byTime);
      const { shown, ...cursor } = page(rows, limit);
      return { events: shown.map((row) => failedEventOf(readAttempt(row))), ...cursor };
    },

    dropPayloads(before) {
      const beforeMs = readTime("before", before);
      replies.drop(beforeMs);
      return bodies.drop(beforeMs);
    },
  };
}
