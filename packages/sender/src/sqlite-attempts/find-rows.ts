import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { assertQuery, cursorOf, readCursor, readLimit } from "../attempts-query.ts";
import type { AttemptsQuery } from "../attempts-store.ts";
import { positionOf, type Row } from "./rows.ts";

/** The rows of a page, and the cursor behind them. */
export interface RowsPage {
  readonly rows: readonly Row[];
  readonly cursor?: string;
}

/** A member of a query, and what it asks of a row. */
const conditions = {
  endpointId: "endpoint_id = ?",
  eventId: "event_id = ?",
  eventType: "event_type = ?",
  code: "code = ?",
  status: "status = ?",
} as const;

/** No later attempt at this event. */
const isLast = `code <> 'delivered' AND NOT EXISTS (SELECT 1 FROM attempts AS later
  WHERE later.event_id = attempts.event_id AND later.endpoint_id = attempts.endpoint_id
  AND later.number > attempts.number)`;

/** Makes the function that finds attempts; each kind of question is prepared once. */
export function rowFinder(
  database: DatabaseSync,
): (query: AttemptsQuery, which: "newest first" | "failed, oldest first") => RowsPage {
  const statements = new Map<string, StatementSync>();
  return (query, which) => {
    assertQuery(query);
    const limit = readLimit(query.limit);
    const position = readCursor(query.cursor);
    const isFailed = which !== "newest first";
    const where = isFailed ? [isLast] : [];
    const values: SQLInputValue[] = [];
    for (const name of Object.keys(conditions) as (keyof typeof conditions)[]) {
      if (query[name] === undefined) continue;
      where.push(conditions[name]);
      values.push(query[name]);
    }
    if (query.from) {
      where.push("started_at_ms >= ?");
      values.push(query.from.getTime());
    }
    if (query.to) {
      where.push("started_at_ms < ?");
      values.push(query.to.getTime());
    }
    if (position) {
      where.push(`(started_at_ms, sequence) ${isFailed ? ">" : "<"} (?, ?)`);
      values.push(position.startedAtMs, position.sequence);
    }
    const order = isFailed ? "started_at_ms, sequence" : "started_at_ms DESC, sequence DESC";
    const sql = `SELECT * FROM attempts ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""}
      ORDER BY ${order} LIMIT ?`;
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    // One more than is shown tells whether there is a next page.
    const found = statement.all(...values, limit + 1) as Row[];
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return found.length > limit && last ? { rows, cursor: cursorOf(positionOf(last)) } : { rows };
  };
}
