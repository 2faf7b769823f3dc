import type { EventInput, Sender } from "@hooks/sender";
import { DispatcherError } from "./dispatcher-error.ts";
import { isTableName, type Sql, type SqlRow } from "./sql.ts";

/** Where an application's transactions leave events, and where they are found when it has committed. */
export interface OutboxOptions {
  /** Outside of any transaction: a pool, or a connection of its own. */
  readonly sql: Sql;
  /** Default `hooks_outbox`. */
  readonly table?: string | undefined;
  /** How long to wait before looking again when nothing was there; default 500. */
  readonly pollMs?: number | undefined;
}

/** An event that waits in the table. */
export interface OutboxEntry {
  /** The row's key, as the database gave it. */
  readonly place: string | number;
  readonly event: EventInput & { readonly id: string; readonly timestamp: Date };
  readonly tenant: string | undefined;
}

/** How many events are in the outbox. */
export interface OutboxHealth {
  readonly waiting: number;
  /** Those that can't be published; their rows say why. */
  readonly refused: number;
}

const entryOf = (row: SqlRow): OutboxEntry => ({
  place: row["place"] as string | number,
  event: {
    id: String(row["event_id"]),
    type: String(row["event_type"]),
    timestamp: new Date(Number(row["occurred_at_ms"])),
    data: JSON.parse(String(row["data"])),
  },
  tenant: row["tenant"] == null ? undefined : String(row["tenant"]),
});

/** The table of events that are committed and not published yet. */
export class Outbox {
  readonly pollMs: number;
  readonly #sql: Sql;
  readonly #table: string;

  constructor({ sql, table = "hooks_outbox", pollMs = 500 }: OutboxOptions) {
    if (!isTableName(table)) throw new DispatcherError("option_invalid", "table is no plain name");
    if (!(pollMs >= 1 && pollMs <= 3_600_000)) {
      throw new DispatcherError("option_invalid", "pollMs is not from 1 to 3,600,000");
    }
    this.#sql = sql;
    this.#table = table;
    this.pollMs = pollMs;
  }

  /**
   * Leaves an event, in the transaction that `tx` runs in.
   *
   * It is checked as it will be read again, so that what is committed can be published.
   *
   * @returns its id
   * @throws SenderError `event_invalid`, `event_too_large`; DispatcherError `event_id_reused`
   */
  async add(
    tx: Sql,
    event: EventInput,
    tenant: string | undefined,
    { prepare }: Pick<Sender, "prepare">,
  ): Promise<string> {
    // What JSON can't say is told by the sender.
    const { id, timestamp } = await prepare(event);
    const data = JSON.stringify(event.data) ?? "null";
    await prepare({ ...event, id, timestamp, data: JSON.parse(data) });
    const added = await tx(
      `INSERT INTO ${this.#table} (event_id, event_type, occurred_at_ms, tenant, data) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (event_id) DO NOTHING RETURNING place`,
      [id, event.type, timestamp.getTime(), tenant ?? null, data],
    );
    if (added.length > 0) return id;
    const [held] = await tx(
      `SELECT event_type, tenant, data FROM ${this.#table} WHERE event_id = $1`,
      [id],
    );
    const isSame =
      held?.["event_type"] === event.type &&
      held["data"] === data &&
      (held["tenant"] ?? undefined) === tenant;
    if (isSame) return id;
    throw new DispatcherError("event_id_reused", "another event of this id is in the outbox");
  }

  /** The events that wait, in the order in which they were left. */
  async waiting(limit: number): Promise<readonly OutboxEntry[]> {
    const rows = await this.#sql(
      `SELECT place, event_id, event_type, occurred_at_ms, tenant, data FROM ${this.#table} WHERE refused IS NULL ORDER BY place LIMIT $1`,
      [limit],
    );
    return rows.map(entryOf);
  }

  /** Forgets events that were published. */
  async remove(entries: readonly OutboxEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const places = entries.map((_, i) => `$${i + 1}`).join(", ");
    await this.#sql(
      `DELETE FROM ${this.#table} WHERE place IN (${places})`,
      entries.map(({ place }) => place),
    );
  }

  /** Sets an event aside that can't be published. */
  async refuse({ place }: OutboxEntry, code: string): Promise<void> {
    await this.#sql(`UPDATE ${this.#table} SET refused = $1 WHERE place = $2`, [code, place]);
  }

  async health(): Promise<OutboxHealth> {
    const [row = {}] = await this.#sql(
      `SELECT count(*) AS total, count(refused) AS refused FROM ${this.#table}`,
      [],
    );
    const refused = Number(row["refused"]);
    return { waiting: Number(row["total"]) - refused, refused };
  }
}
