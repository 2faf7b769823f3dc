import { defaultLaneRules, type LaneRules, laneOpens, rateWindow } from "@hooks/queue";
import { unnamedLane } from "./schema.ts";
import type { Statements } from "./statements.ts";

interface LaneRow {
  readonly concurrency: number | null;
  readonly rate_max: number | null;
  readonly rate_per_ms: number | null;
  readonly is_ordered: number;
  readonly is_paused: number;
  readonly window_started_at: number;
  readonly window_count: number;
  readonly wake_at: number | null;
  readonly first_priority: number | null;
  readonly first_due: number | null;
  readonly first_seq: number | null;
  readonly retry_priority: number | null;
  readonly retry_due: number | null;
  readonly retry_seq: number | null;
}

/** The job that is next in a lane. */
export interface Head {
  readonly seq: number;
  readonly priority: number;
  readonly due_at: number;
}

interface OrderedHead extends Head {
  readonly state: number;
  readonly is_retry: number;
}

function rulesOf({ concurrency, rate_max, rate_per_ms, is_ordered }: LaneRow): LaneRules {
  return {
    concurrency: concurrency ?? Number.POSITIVE_INFINITY,
    rateLimit:
      rate_max === null || rate_per_ms === null ? undefined : { max: rate_max, perMs: rate_per_ms },
    isOrdered: is_ordered === 1,
  };
}

const keyOf = (head: Head | undefined): readonly (number | null)[] =>
  head ? [head.priority, head.due_at, head.seq] : [null, null, null];

const headsOf = (row: LaneRow): readonly (number | null)[] => [
  row.wake_at,
  ...[row.first_priority, row.first_due, row.first_seq],
  ...[row.retry_priority, row.retry_due, row.retry_seq],
];

/** Lanes, and which job is next in each. All within a transaction of the caller's. */
export class SqliteLanes {
  readonly #sql: Statements;
  /** Lanes in which something has changed since their heads were found. */
  readonly #changed = new Set<number>();

  constructor(statements: Statements) {
    this.#sql = statements;
  }

  idOf(name: string | undefined): number {
    if (name === undefined) return unnamedLane;
    const known = this.#sql.laneId.get(name) as { readonly id: number } | undefined;
    if (known) return known.id;
    return Number(this.#sql.addLane.run(name, defaultLaneRules.concurrency).lastInsertRowid);
  }

  change(lane: number): void {
    this.#changed.add(lane);
  }

  set(name: string, { concurrency, rateLimit, isOrdered }: LaneRules): void {
    const id = this.idOf(name);
    const { max = null, perMs = null } = rateLimit ?? {};
    this.#sql.setLane.run(concurrency, max, perMs, isOrdered ? 1 : 0, id);
    this.change(id);
  }

  setPaused(name: string, isPaused: boolean): void {
    const id = this.idOf(name);
    this.#sql.setLanePaused.run(isPaused ? 1 : 0, id);
    this.change(id);
  }

  /** One of its jobs starts. */
  countStart(lane: number, nowMs: number): void {
    this.change(lane);
    const row = this.#row(lane);
    const { rateLimit } = rulesOf(row);
    if (rateLimit === undefined) return;
    const window = { startedAtMs: row.window_started_at, count: row.window_count };
    const { startedAtMs, count } = rateWindow(window, rateLimit, nowMs);
    this.#sql.setWindow.run(startedAtMs, count + 1, lane);
  }

  /** Lets lanes look again whose time has come. */
  wake(nowMs: number): void {
    for (const { id } of this.#sql.lanesToWake.all(nowMs)) this.change(Number(id));
  }

  /** Finds the heads of the lanes in which something has changed. */
  look(nowMs: number): void {
    for (const lane of this.#changed) this.#lookIn(lane, nowMs);
    this.#changed.clear();
  }

  /** What was changed has been undone. */
  forget(): void {
    this.#changed.clear();
  }

  /** The job that starts next; of those that have had an attempt only where they may. */
  next(mayRetry: boolean): (Head & { readonly lane: number }) | undefined {
    type Next = (Head & { readonly lane: number }) | undefined;
    const first = this.#sql.nextFirst.get() as Next;
    const retried = mayRetry ? (this.#sql.nextRetry.get() as Next) : undefined;
    if (!(first && retried)) return first ?? retried;
    const order =
      first.priority - retried.priority || first.due_at - retried.due_at || first.seq - retried.seq;
    return order < 0 ? first : retried;
  }

  #row(lane: number): LaneRow {
    return this.#sql.lane.get(lane) as unknown as LaneRow;
  }

  #lookIn(lane: number, nowMs: number): void {
    const row = this.#row(lane);
    const rules = rulesOf(row);
    const limit = row.concurrency;
    const use = {
      isPaused: row.is_paused === 1,
      active: limit === null ? 0 : Number(this.#sql.laneActive.get(lane, limit)?.["count"]),
      window: { startedAtMs: row.window_started_at, count: row.window_count },
    };
    const opens = laneOpens(rules, use, nowMs);
    let wakeAtMs = typeof opens === "number" ? opens : null;
    let first: Head | undefined;
    let retried: Head | undefined;
    if (opens === true && rules.isOrdered) {
      const head = this.#sql.orderedHead.get(lane) as OrderedHead | undefined;
      if (head?.state === 1 && head.due_at > nowMs) wakeAtMs = head.due_at;
      else if (head?.is_retry === 1) retried = head;
      else first = head;
    } else if (opens === true) {
      first = this.#sql.firstHead.get(lane) as Head | undefined;
      retried = this.#sql.retryHead.get(lane) as Head | undefined;
    }
    const heads = [wakeAtMs, ...keyOf(first), ...keyOf(retried)];
    // Mostly another job was put behind those that wait, and each page that is left alone is one less to write.
    if (headsOf(row).every((value, i) => value === heads[i])) return;
    this.#sql.setHeads.run(...heads, lane);
  }
}
