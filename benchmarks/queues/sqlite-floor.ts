import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What of SQLite alone is measured: rows of the same size, one index, the same promise to the disk. */
export interface SqliteFloor {
  insert(count: number): void;
  close(): void;
}

/** One table in a file of its own; each call is one transaction. */
export function sqliteFloor(directory: string, data: string, body: Uint8Array): SqliteFloor {
  const database = new DatabaseSync(join(directory, "floor.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec(
    "CREATE TABLE jobs (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, data TEXT, body BLOB)",
  );
  const statement = database.prepare("INSERT INTO jobs (id, data, body) VALUES (?, ?, ?)");
  let total = 0;
  return {
    insert: (count) => {
      database.exec("BEGIN IMMEDIATE");
      for (let i = 0; i < count; i++) statement.run(`floor-${total++}`, data, body);
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}
