/** A store of attempts in a file, on Node's own SQLite. */
export {
  type SqliteAttemptsStore,
  type SqliteAttemptsStoreOptions,
  sqliteAttemptsStore,
} from "./sqlite-attempts/sqlite-attempts-store.ts";
