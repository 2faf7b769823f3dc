import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SenderError } from "../sender-error.ts";

/** How a file is opened. */
export interface OpenOptions {
  readonly file: string;
  readonly maxBytes: number | undefined;
  readonly busyTimeoutMs: number;
  readonly synchronous: "full" | "normal";
}

/** "hook", so that the file is told from other databases. */
const applicationId = 0x68_6f_6f_6b;
const schemaVersion = 1;

const schema = `
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    type TEXT NOT NULL,
    timestamp_ms INTEGER NOT NULL,
    recorded_at_ms INTEGER NOT NULL,
    body BLOB,
    UNIQUE (id, version)
  ) STRICT;
  CREATE INDEX events_with_body ON events (recorded_at_ms) WHERE body IS NOT NULL;
  CREATE TABLE attempts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    endpoint_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    duration_ms REAL NOT NULL,
    code TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    reply_headers TEXT NOT NULL,
    reply_body BLOB,
    next_attempt_at_ms INTEGER,
    next_number INTEGER,
    recorded_at_ms INTEGER NOT NULL,
    UNIQUE (event_id, endpoint_id, number)
  ) STRICT;
  CREATE INDEX attempts_by_time ON attempts (started_at_ms, sequence);
  CREATE INDEX attempts_by_endpoint ON attempts (endpoint_id, started_at_ms, sequence);
  CREATE INDEX attempts_by_type ON attempts (event_type, started_at_ms, sequence);
  CREATE INDEX attempts_failed ON attempts (code, started_at_ms, sequence) WHERE code <> 'delivered';
  CREATE INDEX attempts_with_body ON attempts (recorded_at_ms) WHERE reply_body IS NOT NULL;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`;

const pragma = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

/** Is the file ours? An empty one can become so. */
function isCreated(database: DatabaseSync): boolean {
  const tables = database.prepare("SELECT count(*) AS count FROM sqlite_schema").get();
  const id = pragma(database, "application_id");
  if (id === 0 && tables?.["count"] === 0) return false;
  if (id !== applicationId) {
    throw new SenderError("store_failed", "file", "is the database of another application");
  }
  const version = pragma(database, "user_version");
  if (version === schemaVersion) return true;
  const message = `has the version ${version} of the schema, and this package ${schemaVersion}`;
  throw new SenderError("store_version_unsupported", "file", message);
}

function prepare(database: DatabaseSync, options: OpenOptions): void {
  database.exec(`PRAGMA busy_timeout = ${options.busyTimeoutMs}`);
  // Before anything is changed: it may be another's.
  isCreated(database);
  if (pragma(database, "journal_mode = WAL") !== "wal") {
    throw new SenderError("store_failed", "file", "is where SQLite has no write-ahead log");
  }
  // What is dropped is overwritten.
  database.exec(`PRAGMA synchronous = ${options.synchronous}; PRAGMA secure_delete = ON`);
  if (options.maxBytes !== undefined) {
    const pages = Math.ceil(options.maxBytes / Number(pragma(database, "page_size")));
    database.exec(`PRAGMA max_page_count = ${pages}`);
  }
  database.exec("BEGIN IMMEDIATE");
  try {
    if (!isCreated(database)) database.exec(schema);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** Opens the file, and makes it where there is none. It throws what SQLite does. */
export function openDatabase(options: OpenOptions): DatabaseSync {
  // Payloads are nobody else's; SQLite gives the files beside it the same rights.
  closeSync(openSync(options.file, "a", 0o600));
  const database = new DatabaseSync(options.file);
  try {
    prepare(database, options);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
