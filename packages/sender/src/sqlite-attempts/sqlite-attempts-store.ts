import type { DatabaseSync } from "node:sqlite";
import {
  assertAttempt,
  assertEvent,
  defaultRetentionMs,
  failedEventOf,
  readTime,
} from "../attempts-query.ts";
import { compareVersions } from "../event-versions.ts";
import type { ReplayableStore } from "../failed-events.ts";
import { SenderError } from "../sender-error.ts";
import { rowFinder } from "./find-rows.ts";
import { openDatabase } from "./open-database.ts";
import {
  attemptColumns,
  attemptValues,
  eventColumns,
  eventValues,
  type Row,
  readAttempt,
  readEvent,
} from "./rows.ts";
import { storeFault } from "./store-fault.ts";
import { WriteQueue } from "./write-queue.ts";

/** How a store in a file is set up. */
export interface SqliteAttemptsStoreOptions {
  /** The file's path; on a disk of this machine, for all processes of this machine. */
  readonly file: string;
  /** Milliseconds after which bodies are dropped. Default 30 days. */
  readonly retentionMs?: number | undefined;
  /** The file's size; what would make it larger is refused with `store_full`. Default: as the disk allows. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds to wait for other processes; this process waits with it. Default 5,000. */
  readonly busyTimeoutMs?: number | undefined;
  /** With `normal` a loss of power may take the last records along; the end of the process never does. Default `full`. */
  readonly synchronous?: "full" | "normal" | undefined;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

/** A store in a file. */
export interface SqliteAttemptsStore extends ReplayableStore {
  /** Writes what is still to be written, and closes the file. */
  readonly close: () => void;
  readonly [Symbol.dispose]: () => void;
}

/** As many as are dropped at once. */
const dropLimit = 256;

const dropping = (table: string, body: string): string => `
  UPDATE ${table} SET ${body} = NULL WHERE sequence IN (
    SELECT sequence FROM ${table} WHERE ${body} IS NOT NULL AND recorded_at_ms < ?
    ORDER BY recorded_at_ms LIMIT ?
  )`;

const placeholders = (columns: string): string => columns.replace(/\w+/g, "?");

function assertOptions(options: SqliteAttemptsStoreOptions): void {
  const { file, retentionMs = 1, maxBytes = 1, busyTimeoutMs = 1, synchronous } = options;
  const invalid = (field: string, message: string): SenderError =>
    new SenderError("option_invalid", field, message);
  if (typeof file !== "string" || /^(:memory:)?$/.test(file)) throw invalid("file", "is no path");
  for (const [name, value] of Object.entries({ retentionMs, maxBytes, busyTimeoutMs })) {
    const isPositive = Number.isSafeInteger(value) && value > 0;
    if (!isPositive) throw invalid(name, "is not a positive whole number");
  }
  if (synchronous !== undefined && !["full", "normal"].includes(synchronous)) {
    throw invalid("synchronous", "is neither full nor normal");
  }
}

/** Runs at once what reads, and names what SQLite has to say against it. */
function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw storeFault(error);
  }
}

/**
 * Opens a store of attempts in a file, and makes it where there is none. Several processes may have it open.
 *
 * What is recorded is on the disk when the promise resolves. Bodies that are older than the retention are dropped, and
 * overwritten, as others are recorded: two for each.
 *
 * @throws SenderError `option_invalid`, `store_version_unsupported`, `store_read_only`, `store_full`, `store_failed`.
 * The verbs reject with these, too.
 */
export function sqliteAttemptsStore(options: SqliteAttemptsStoreOptions): SqliteAttemptsStore {
  assertOptions(options);
  const { file, maxBytes, retentionMs = defaultRetentionMs, now = Date.now } = options;
  const { busyTimeoutMs = 5000, synchronous = "full" } = options;
  const database: DatabaseSync = reading(() =>
    openDatabase({ file, maxBytes, busyTimeoutMs, synchronous }),
  );
  const insert = (table: string, columns: string) =>
    database.prepare(
      `INSERT INTO ${table} (${columns}) VALUES (${placeholders(columns)}) ON CONFLICT DO NOTHING`,
    );
  const insertEvent = insert("events", eventColumns);
  const insertAttempt = insert("attempts", attemptColumns);
  const selectEvents = database.prepare("SELECT * FROM events WHERE id = ?");
  const dropBodies = database.prepare(dropping("events", "body"));
  const dropReplies = database.prepare(dropping("attempts", "reply_body"));
  const findRows = rowFinder(database);
  const queue = new WriteQueue(database, (count) => {
    const beforeMs = now() - retentionMs;
    dropBodies.run(beforeMs, 2 * count);
    dropReplies.run(beforeMs, 2 * count);
  });

  const write = <Result>(run: () => Result): Promise<Result> =>
    database.isOpen
      ? queue.add(run)
      : Promise.reject(new SenderError("store_failed", "file", "is closed"));
  const close = (): void => {
    if (!database.isOpen) return;
    queue.drain();
    database.close();
  };

  return {
    async recordEvent(event) {
      assertEvent(event);
      const values = eventValues(event, now());
      return write(() => Number(insertEvent.run(...values).changes) === 1);
    },

    async recordAttempt(attempt) {
      assertAttempt(attempt);
      const values = attemptValues(attempt, now());
      await write(() => insertAttempt.run(...values));
    },

    findEvent: (id, version) =>
      reading(() => {
        const events = (selectEvents.all(id) as Row[]).map(readEvent);
        const exact = events.find((event) => event.version === version);
        if (exact || version !== undefined) return exact;
        return events.sort((a, b) => compareVersions(b.version ?? "", a.version ?? ""))[0];
      }),

    findAttempts: (query) =>
      reading(() => {
        const { rows, ...cursor } = findRows(query, "newest first");
        return { attempts: rows.map(readAttempt), ...cursor };
      }),

    findFailed: ({ endpointId, from, to, cursor: after, limit }) =>
      reading(() => {
        const query = { endpointId, from, to, cursor: after, limit };
        const { rows, ...cursor } = findRows(query, "failed, oldest first");
        return { events: rows.map((row) => failedEventOf(readAttempt(row))), ...cursor };
      }),

    async dropPayloads(before) {
      const beforeMs = readTime("before", before);
      const dropAll = async (statement: typeof dropBodies): Promise<number> => {
        let count = 0;
        for (let dropped = dropLimit; dropped === dropLimit; count += dropped) {
          dropped = await write(() => Number(statement.run(beforeMs, dropLimit).changes));
        }
        return count;
      };
      await dropAll(dropReplies);
      const count = await dropAll(dropBodies);
      // What was overwritten is in the log as well, until it begins anew.
      reading(() => database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
      return count;
    },

    close,
    [Symbol.dispose]: close,
  };
}
