import type { DatabaseSync } from "node:sqlite";
import { QueueError } from "@hooks/queue";

/** Raised with every change that an older version could not work with. */
export const schemaVersion = 1;

/** How the states are written down. */
export const stateNames = ["waiting", "delayed", "active", "completed", "dead"] as const;

/** Lane 1 is that of jobs without one. */
export const unnamedLane = 1;

/**
 * A lane keeps the key of the job that is next in it, of those that had no attempt yet and of those that had, while it
 * lets one start. So a claim reads one row, whatever waits in lanes that are full, paused or over their rate.
 */
const schemaOf = (name: string): string => `
CREATE TABLE ${name}_meta (
  version INTEGER NOT NULL,
  is_paused INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE ${name}_lanes (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  concurrency INTEGER,
  rate_max INTEGER,
  rate_per_ms INTEGER,
  is_ordered INTEGER NOT NULL DEFAULT 0,
  is_paused INTEGER NOT NULL DEFAULT 0,
  window_started_at INTEGER NOT NULL DEFAULT 0,
  window_count INTEGER NOT NULL DEFAULT 0,
  wake_at INTEGER,
  first_priority INTEGER, first_due INTEGER, first_seq INTEGER,
  retry_priority INTEGER, retry_due INTEGER, retry_seq INTEGER
) STRICT;
CREATE INDEX ${name}_lanes_first ON ${name}_lanes (first_priority, first_due, first_seq)
  WHERE first_seq IS NOT NULL;
CREATE INDEX ${name}_lanes_retry ON ${name}_lanes (retry_priority, retry_due, retry_seq)
  WHERE retry_seq IS NOT NULL;
CREATE INDEX ${name}_lanes_wake ON ${name}_lanes (wake_at) WHERE wake_at IS NOT NULL;
CREATE TABLE ${name}_bodies (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  users INTEGER NOT NULL
) STRICT;
CREATE TABLE ${name}_jobs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  lane INTEGER NOT NULL,
  state INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  enqueued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  is_retry INTEGER AS (attempts > 0),
  lease_until INTEGER,
  token TEXT,
  started_at INTEGER,
  finished_at INTEGER,
  progress REAL,
  failure_code TEXT,
  failure_message TEXT,
  failure_at INTEGER,
  digest TEXT NOT NULL,
  data TEXT,
  body INTEGER
) STRICT;
CREATE INDEX ${name}_jobs_waiting ON ${name}_jobs (lane, is_retry, priority, due_at, seq)
  WHERE state = 0;
CREATE INDEX ${name}_jobs_in_order ON ${name}_jobs (lane, seq) WHERE state < 2;
CREATE INDEX ${name}_jobs_delayed ON ${name}_jobs (due_at) WHERE state = 1;
CREATE INDEX ${name}_jobs_leases ON ${name}_jobs (lease_until) WHERE state = 2;
CREATE INDEX ${name}_jobs_active ON ${name}_jobs (lane) WHERE state = 2;
CREATE INDEX ${name}_jobs_completed ON ${name}_jobs (finished_at, seq) WHERE state = 3;
CREATE INDEX ${name}_jobs_dead ON ${name}_jobs (finished_at, seq) WHERE state = 4;
CREATE TRIGGER ${name}_body_used AFTER INSERT ON ${name}_jobs WHEN new.body IS NOT NULL BEGIN
  UPDATE ${name}_bodies SET users = users + 1 WHERE id = new.body;
END;
CREATE TRIGGER ${name}_body_dropped AFTER UPDATE OF body ON ${name}_jobs
WHEN old.body IS NOT NULL AND new.body IS NULL BEGIN
  UPDATE ${name}_bodies SET users = users - 1 WHERE id = old.body;
  DELETE FROM ${name}_bodies WHERE id = old.body AND users = 0;
END;
CREATE TRIGGER ${name}_body_deleted AFTER DELETE ON ${name}_jobs WHEN old.body IS NOT NULL BEGIN
  UPDATE ${name}_bodies SET users = users - 1 WHERE id = old.body;
  DELETE FROM ${name}_bodies WHERE id = old.body AND users = 0;
END;
INSERT INTO ${name}_meta (version) VALUES (${schemaVersion});
INSERT INTO ${name}_lanes (id, name) VALUES (${unnamedLane}, '');
`;

/** @throws QueueError `schema_unsupported` */
export function assertVersion(version: unknown): void {
  if (version === schemaVersion) return;
  throw new QueueError(
    "schema_unsupported",
    `the file's jobs are of version ${version}, this package's of ${schemaVersion}: ` +
      "let the processes that share the file have one version of @hooks/queue-sqlite",
  );
}

/** Makes the tables where there are none, within the caller's transaction. */
export function createSchema(database: DatabaseSync, name: string): void {
  const known = database
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")
    .get(`${name}_meta`);
  if (known) assertVersion(database.prepare(`SELECT version FROM ${name}_meta`).get()?.["version"]);
  else database.exec(schemaOf(name));
}
