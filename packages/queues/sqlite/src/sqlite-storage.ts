import type { DatabaseSync } from "node:sqlite";
import {
  type ClaimedJob,
  type ClaimRequest,
  type ClaimResult,
  type DeadFilter,
  type DeadPage,
  type DeadQuery,
  type EncodedJob,
  type Hold,
  type JobCounts,
  type JobState,
  type JobStatus,
  type JobStorage,
  type LaneRules,
  QueueError,
  type QueueHealth,
  type Settlement,
  type StoredJob,
} from "@hooks/queue";
import { GroupCommit } from "./group-commit.ts";
import { type JobRow, statusOf } from "./job-row.ts";
import type { SqliteJobs } from "./sqlite-jobs.ts";
import type { Statements } from "./statements.ts";
import { storageError } from "./storage-error.ts";

const wholeFilter = ({ lane, code, sinceMs, untilMs }: DeadFilter) => ({
  lane: lane ?? null,
  code: code ?? null,
  since: sinceMs ?? null,
  until: untilMs ?? null,
});

/** The verbs of a queue in an SQLite file: writing ones in groups, reading ones at once. */
export class SqliteStorage implements JobStorage {
  readonly #database: DatabaseSync;
  readonly #sql: Statements;
  readonly #jobs: SqliteJobs;
  readonly #group: GroupCommit;

  constructor(
    database: DatabaseSync,
    statements: Statements,
    jobs: SqliteJobs,
    options: { readonly now: () => number; readonly busyMs: number },
  ) {
    this.#database = database;
    this.#sql = statements;
    this.#jobs = jobs;
    const edges = { begun: () => jobs.begin(), ending: () => jobs.lanes.look(options.now()) };
    this.#group = new GroupCommit(database, edges, options.busyMs);
  }

  ready(): Promise<void> {
    return this.#group.run(() => {});
  }

  enqueueAll(jobs: readonly EncodedJob[]): Promise<boolean[]> {
    return this.#group.run(() => this.#jobs.enqueueAll(jobs));
  }

  claim({ nowMs, leaseMs, count, retryCount, maxAttempts }: ClaimRequest): Promise<ClaimResult> {
    return this.#group.run(() => {
      this.#jobs.retention.tick(nowMs);
      const expired = this.#jobs.look(nowMs, maxAttempts);
      const jobs: ClaimedJob[] = [];
      let retries = retryCount;
      while (jobs.length < count && !this.#isPaused()) {
        const job = this.#jobs.startNext(nowMs, leaseMs, retries > 0);
        if (job === undefined) break;
        if (job.attempt > 1) retries--;
        jobs.push(job);
      }
      const { due, lease, lane } = this.#sql.wakes.get() as Readonly<Record<string, number | null>>;
      const wakes = [due, lease, lane].filter((ms) => typeof ms === "number");
      return { jobs, wakeAtMs: wakes.length > 0 ? Math.min(...wakes) : undefined, expired };
    });
  }

  extend(holds: readonly Hold[], untilMs: number): Promise<boolean[]> {
    return this.#group.run(() =>
      holds.map(({ id, token }) => this.#sql.extend.run(untilMs, id, token).changes === 1),
    );
  }

  settle(hold: Hold, settlement: Settlement, nowMs: number): Promise<boolean> {
    return this.#group.run(() => this.#jobs.settle(hold, settlement, nowMs));
  }

  progress({ id, token }: Hold, value: number): Promise<boolean> {
    return this.#group.run(() => this.#sql.progress.run(value, id, token).changes === 1);
  }

  setLane(lane: string, rules: LaneRules): Promise<void> {
    return this.#group.run(() => this.#jobs.lanes.set(lane, rules));
  }

  setPaused(lane: string | undefined, isPaused: boolean): Promise<void> {
    return this.#group.run(() => {
      if (lane === undefined) this.#sql.setPaused.run(isPaused ? 1 : 0);
      else this.#jobs.lanes.setPaused(lane, isPaused);
    });
  }

  status(id: string, nowMs: number): JobStatus | undefined {
    return this.#read(() => {
      const row = this.#find(id, nowMs);
      return row && statusOf(row, nowMs);
    });
  }

  inspect(id: string, nowMs: number): StoredJob | undefined {
    return this.#read(() => {
      const row = this.#find(id, nowMs);
      if (row === undefined) return undefined;
      const body = this.#jobs.bodyOf(row);
      const data = row.data === null ? {} : { data: JSON.parse(row.data) };
      return { ...statusOf(row, nowMs), ...data, ...(body && { body }) };
    });
  }

  dead({ cursor = "-1.-1", limit, ...filter }: DeadQuery & { readonly limit: number }): DeadPage {
    const [, afterMs, afterSeq] = /^(-?\d{1,15})\.(-?\d{1,15})$/.exec(cursor) ?? [];
    if (afterMs === undefined) throw new QueueError("option_invalid", "no such cursor");
    const after = { afterMs: Number(afterMs), afterSeq: Number(afterSeq) };
    return this.#read(() => {
      const bound = { ...wholeFilter(filter), ...after, limit: limit + 1 };
      const rows = this.#sql.deadPage.all(bound) as unknown as readonly JobRow[];
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const jobs = page.map((row) => statusOf(row, 0));
      const hasMore = last && rows.length > limit;
      return { jobs, ...(hasMore && { cursor: `${last.finished_at}.${last.seq}` }) };
    });
  }

  async retryDead(which: string | DeadFilter, nowMs: number): Promise<number> {
    if (typeof which === "string") return this.#group.run(() => this.#reviveOne(which, nowMs));
    const filter = wholeFilter(which);
    // Not those that die again meanwhile.
    const maxSeq = this.#read(() => this.#sql.maxSeq.get()?.["seq"] as number | null);
    for (let total = 0; ; ) {
      const count = await this.#group.run(() => {
        const rows = this.#sql.toRevive.all({ ...filter, maxSeq });
        for (const row of rows) this.#jobs.revive(row as never, nowMs);
        return rows.length;
      });
      total += count;
      if (count === 0) return total;
    }
  }

  remove(id: string): Promise<JobState | undefined> {
    return this.#group.run(() => this.#jobs.remove(id));
  }

  counts(nowMs: number): JobCounts {
    return this.#read(() => {
      const row = this.#sql.counts.get(nowMs) as Readonly<Record<string, number>>;
      const { waiting = 0, delayed = 0, due = 0, active = 0, completed = 0, dead = 0 } = row;
      return { waiting: waiting + due, delayed: delayed - due, active, completed, dead };
    });
  }

  health(nowMs: number): Omit<QueueHealth, "lastMinute"> {
    return this.#read(() => {
      const { waiting: depth, active, dead } = this.counts(nowMs);
      const oldestMs = Number(this.#sql.oldest.get({ now: nowMs })?.["due_at"]);
      const oldestWaitingMs = depth === 0 ? 0 : nowMs - oldestMs;
      return { isPaused: this.#isPaused(), depth, oldestWaitingMs, active, dead };
    });
  }

  async close(): Promise<void> {
    await this.#group.idle();
    if (this.#database.isOpen) this.#database.close();
  }

  #isPaused(): boolean {
    return this.#sql.isPaused.get()?.["is_paused"] === 1;
  }

  #find(id: string, nowMs: number): JobRow | undefined {
    const row = this.#sql.jobOfId.get(id) as JobRow | undefined;
    if (row === undefined) return undefined;
    const { state } = statusOf(row, nowMs);
    return this.#jobs.retention.isOver(state, row.finished_at ?? 0, nowMs) ? undefined : row;
  }

  #reviveOne(id: string, nowMs: number): number {
    const row = this.#sql.jobOfId.get(id) as JobRow | undefined;
    if (row?.state !== 4) return 0;
    this.#jobs.revive(row, nowMs);
    return 1;
  }

  #read<Value>(act: () => Value): Value {
    try {
      return act();
    } catch (error) {
      throw storageError(error);
    }
  }
}
