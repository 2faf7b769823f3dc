import { DatabaseSync } from "node:sqlite";
import {
  boundedInteger,
  createQueue,
  type Enqueued,
  jobEncoder,
  type NewJob,
  type Queue,
  QueueError,
  type QueueOptions,
  type QueueSettings,
  queueSettings,
} from "@hooks/queue";
import { createSchema } from "./schema.ts";
import { SqliteJobs } from "./sqlite-jobs.ts";
import { SqliteStorage } from "./sqlite-storage.ts";
import { prepareStatements } from "./statements.ts";
import { isBusy, storageError } from "./storage-error.ts";

/** How a queue in an SQLite file is set up. */
export interface SqliteQueueOptions extends QueueOptions {
  /** Of the file, which is made where there is none. Two more lie beside it, `-wal` and `-shm`. */
  readonly path: string;
  /**
   * What the queue's tables begin with, so that several queues, and an application's own tables, may share the file: a
   * small letter, then up to 30 of `a-z`, `0-9` and `_`. Default `hooks_queue`.
   */
  readonly name?: string;
  /** How long a worker sleeps at most before it looks for what other processes have enqueued; default 250. */
  readonly pollMs?: number;
  /** How long another process may lock the file before a call fails with `storage_busy`; default 5000. */
  readonly busyMs?: number;
}

/** A queue in an SQLite file. */
export interface SqliteQueue extends Queue {
  /**
   * Enqueues within a transaction of the application, on its own connection to the same file: the jobs exist if and when
   * that commits. At once, not in groups.
   *
   * @throws QueueError as `enqueueAll`; and `option_invalid` unless a transaction has begun there
   */
  enqueueWithin(database: DatabaseSync, jobs: readonly NewJob[]): readonly Enqueued[];
}

/** How long a locked file blocks this process, once it is open, before it waits without blocking. */
const blockingMs = 50;

/** Where two processes make a file at once, one is told that it is locked whatever its patience. */
function useLog(database: DatabaseSync, endMs: number): void {
  try {
    const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
    if (mode === "wal") return;
    throw new QueueError("storage_failed", `SQLite can't use a write-ahead log here, but ${mode}`);
  } catch (error) {
    if (!isBusy(error) || performance.now() > endMs) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    useLog(database, endMs);
  }
}

function open(path: string, name: string, busyMs: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    useLog(database, performance.now() + busyMs);
    // Every commit waits for the disk: with NORMAL, a loss of power takes the last of them with it.
    database.exec("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
    createSchema(database, name);
    // A checkpoint waits for the disk twice more: once in 16 MB of log instead of 4.
    database.exec(`COMMIT; PRAGMA wal_autocheckpoint = 4000; PRAGMA busy_timeout = ${blockingMs}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function enqueuer(name: string, settings: QueueSettings): SqliteQueue["enqueueWithin"] {
  const known = new WeakMap<DatabaseSync, SqliteJobs>();
  return (database, jobs) => {
    if (!database.isTransaction) {
      throw new QueueError("option_invalid", "no transaction has begun on this connection");
    }
    const nowMs = settings.now();
    const encoded = jobs.map(jobEncoder(settings, nowMs));
    try {
      const own =
        known.get(database) ?? new SqliteJobs(prepareStatements(database, name), settings);
      known.set(database, own);
      own.begin();
      const areNew = own.enqueueAll(encoded);
      own.lanes.look(nowMs);
      return encoded.map(({ id }, i) => ({ id, isNew: areNew[i] === true }));
    } catch (error) {
      throw storageError(error);
    }
  };
}

/**
 * Opens a queue in a file, for all processes of one machine that open the same.
 *
 * @throws QueueError `option_invalid`; `storage_…` and `schema_unsupported` for a file that can't be used
 */
export function sqliteQueue(options: SqliteQueueOptions): SqliteQueue {
  const { path, name = "hooks_queue", pollMs = 250, busyMs = 5000 } = options;
  const settings = queueSettings(options);
  if (typeof path !== "string" || path === "" || path.startsWith(":")) {
    throw new QueueError("option_invalid", "path is not that of a file");
  }
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) {
    throw new QueueError("option_invalid", "name is not of a-z, 0-9 and _, a letter first");
  }
  boundedInteger("pollMs", pollMs, 1, 60_000);
  boundedInteger("busyMs", busyMs, 0, 600_000);
  try {
    const database = open(path, name, busyMs);
    const statements = prepareStatements(database, name);
    const jobs = new SqliteJobs(statements, settings);
    const storage = new SqliteStorage(database, statements, jobs, { now: settings.now, busyMs });
    const queue = createQueue(storage, { ...settings, pollMs });
    return { ...queue, enqueueWithin: enqueuer(name, settings) };
  } catch (error) {
    throw storageError(error);
  }
}
