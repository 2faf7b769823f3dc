/** What a statement takes: the same for every database here. */
export type SqlValue = string | number | null;

/** A row, by the names of its columns. */
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Runs one statement of an application's own database, within a transaction of its own or without one.
 *
 * Parameters are written `$1`, `$2` and so on, each once and in order, so that one that knows only `?` may put that in
 * their place.
 */
export type Sql = (
  statement: string,
  params: readonly SqlValue[],
) => readonly SqlRow[] | Promise<readonly SqlRow[]>;

/** As much of `node:sqlite`'s `DatabaseSync` (or `better-sqlite3`'s `Database`) as is used. */
export interface SqliteDatabase {
  /** Makes a statement that can be run. */
  prepare(statement: string): SqliteStatement;
}

/** As much of a prepared statement as is used. */
export interface SqliteStatement {
  /** Runs it, and gives all rows. */
  all(...params: SqlValue[]): unknown[];
}

/** As much of `pg`'s `Client` or `Pool`, or of PGlite, as is used. */
export interface PostgresClient {
  /** Runs a statement. */
  query(
    statement: string,
    params: SqlValue[],
  ): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
}

/** Statements for SQLite. In a transaction, pass the connection on which it has begun. */
export function sqliteSql(database: SqliteDatabase): Sql {
  return (statement, params) =>
    database.prepare(statement.replace(/\$\d+/g, "?")).all(...params) as SqlRow[];
}

/** Statements for Postgres. In a transaction, pass the client on which it has begun, never a pool. */
export function postgresSql(client: PostgresClient): Sql {
  return async (statement, params) => (await client.query(statement, [...params])).rows;
}

const tableName = /^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})?$/;

/** Is it a name that needs no quotes, with the name of a schema before it or not? */
export const isTableName = (name: string): boolean => tableName.test(name);
