import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { PGlite } from "@electric-sql/pglite";
import { postgresSql, type Sql, sqliteSql } from "../src/index.ts";

/** An application's database, with the tables that the README shows. */
export interface TestDatabase {
  /** Outside of transactions. */
  readonly sql: Sql;
  /** Commits when the work ends, rolls back when it throws. */
  readonly transaction: (work: (tx: Sql) => Promise<unknown>) => Promise<unknown>;
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<unknown>;
}

async function clear(sql: Sql): Promise<void> {
  for (const table of ["hooks_outbox", "hooks_endpoint_states"])
    await sql(`DELETE FROM ${table}`, []);
}

/** What the README says to run. */
export function documentedTables(database: "Postgres" | "SQLite"): string {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const [, sql] = readme.match(new RegExp(`${database}:\n\n\`\`\`sql\n([^\`]+)\`\`\``)) ?? [];
  if (sql === undefined) throw new Error(`the README shows no tables for ${database}`);
  return sql;
}

async function postgres(): Promise<TestDatabase> {
  const database = await PGlite.create();
  await database.exec(documentedTables("Postgres"));
  const sql = postgresSql(database);
  return {
    sql,
    clear: () => clear(sql),
    transaction: (work) => database.transaction((tx) => work(postgresSql(tx))),
    close: () => database.close(),
  };
}

async function sqlite(): Promise<TestDatabase> {
  const database = new DatabaseSync(":memory:");
  database.exec(documentedTables("SQLite"));
  const sql = sqliteSql(database);
  return {
    sql,
    transaction: async (work) => {
      database.exec("BEGIN");
      try {
        await work(sql);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    clear: () => clear(sql),
    close: async () => database.close(),
  };
}

export const databases: readonly (readonly [name: string, open: () => Promise<TestDatabase>])[] = [
  ["Postgres", postgres],
  ["SQLite", sqlite],
];
