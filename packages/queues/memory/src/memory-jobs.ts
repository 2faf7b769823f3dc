import { setImmediate as yieldToOthers } from "node:timers/promises";
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
import type { JobTable } from "./job-table.ts";
import { type MemoryJob, statusOf } from "./memory-job.ts";

const earliest = (...times: readonly (number | undefined)[]): number | undefined => {
  const ms = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(ms) ? ms : undefined;
};

function isAmong(job: MemoryJob, { lane, code, sinceMs, untilMs }: DeadFilter): boolean {
  const diedAtMs = job.finishedAtMs as number;
  if (sinceMs !== undefined && diedAtMs < sinceMs) return false;
  if (untilMs !== undefined && diedAtMs >= untilMs) return false;
  if (lane !== undefined && job.lane !== lane) return false;
  return code === undefined || job.lastFailure?.code === code;
}

/** The verbs of a queue in memory. */
export class MemoryJobs implements JobStorage {
  readonly #table: JobTable;
  #isPaused = false;

  constructor(table: JobTable) {
    this.#table = table;
  }

  ready(): void {}

  enqueueAll(jobs: readonly EncodedJob[]): boolean[] {
    const table = this.#table;
    const [first] = jobs;
    if (first) table.look(first.enqueuedAtMs);
    const areNew = jobs.map((job) => table.isNew(job));
    const added = jobs.filter((_, i) => areNew[i]);
    table.assertRoom(added);
    for (const job of added) table.add(job);
    return areNew;
  }

  async claim({ nowMs, leaseMs, ...request }: ClaimRequest): Promise<ClaimResult> {
    // All else here is done at once, so that a busy worker would let nobody else in.
    await yieldToOthers();
    const table = this.#table;
    const expired = table.expire(nowMs, request.maxAttempts);
    table.look(nowMs);
    const jobs: ClaimedJob[] = [];
    let retries = request.retryCount;
    while (!this.#isPaused && jobs.length < request.count) {
      const job = table.lanes.next(retries > 0);
      if (job === undefined) break;
      if (job.attempts > 0) retries--;
      jobs.push(table.start(job, nowMs, leaseMs));
    }
    const wakeAtMs = earliest(
      table.delayed.least?.dueAtMs,
      table.active.least?.leaseUntilMs,
      table.lanes.wakeAtMs,
    );
    return { jobs, wakeAtMs, expired };
  }

  extend(holds: readonly Hold[], untilMs: number): boolean[] {
    return holds.map((hold) => {
      const job = this.#table.held(hold);
      if (job) this.#table.extend(job, untilMs);
      return job !== undefined;
    });
  }

  settle(hold: Hold, settlement: Settlement, nowMs: number): boolean {
    const job = this.#table.held(hold);
    if (job === undefined) return false;
    this.#table.end(job, settlement, nowMs);
    this.#table.look(nowMs);
    return true;
  }

  progress(hold: Hold, value: number): boolean {
    const job = this.#table.held(hold);
    if (job) job.progress = value;
    return job !== undefined;
  }

  setLane(lane: string, rules: LaneRules, nowMs: number): void {
    this.#table.lanes.setRules(lane, rules, nowMs);
  }

  setPaused(lane: string | undefined, isPaused: boolean, nowMs: number): void {
    if (lane === undefined) this.#isPaused = isPaused;
    else this.#table.lanes.setPaused(lane, isPaused, nowMs);
  }

  status(id: string, nowMs: number): JobStatus | undefined {
    this.#table.look(nowMs);
    const job = this.#table.byId.get(id);
    return job && statusOf(job);
  }

  inspect(id: string, nowMs: number): StoredJob | undefined {
    const status = this.status(id, nowMs);
    if (status === undefined) return undefined;
    const { data, bodyDigest } = this.#table.byId.get(id) as MemoryJob;
    return {
      ...status,
      ...(data !== undefined && { data: JSON.parse(data) }),
      ...(bodyDigest !== undefined && { body: this.#table.bodies.copy(bodyDigest) }),
    };
  }

  dead({ cursor = "0", limit, ...filter }: DeadQuery & { readonly limit: number }): DeadPage {
    if (!/^\d{1,15}$/.test(cursor)) throw new QueueError("option_invalid", "no such cursor");
    const jobs: JobStatus[] = [];
    let last = 0;
    for (const [number, job] of this.#table.dead.entries()) {
      if (number <= Number(cursor) || !isAmong(job, filter)) continue;
      if (jobs.length === limit) return { jobs, cursor: `${last}` };
      jobs.push(statusOf(job));
      last = number;
    }
    return { jobs };
  }

  retryDead(which: string | DeadFilter, nowMs: number): number {
    const table = this.#table;
    table.look(nowMs);
    const chosen = [...table.dead.entries()]
      .map(([, job]) => job)
      .filter((job) => (typeof which === "string" ? job.id === which : isAmong(job, which)));
    for (const job of chosen) {
      table.dead.delete(job);
      Object.assign(job, { attempts: 0, dueAtMs: nowMs, finishedAtMs: undefined });
      table.append(job, nowMs);
    }
    return chosen.length;
  }

  remove(id: string, nowMs: number): JobState | undefined {
    const job = this.#table.byId.get(id);
    if (job && job.state !== "active") this.#table.remove(job, nowMs);
    return job?.state;
  }

  counts(nowMs: number): JobCounts {
    const table = this.#table;
    table.look(nowMs);
    const [delayed, active] = [table.delayed.size, table.active.size];
    const [completed, dead] = [table.completed.size, table.dead.size];
    const waiting = table.byId.size - delayed - active - completed - dead;
    return { waiting, delayed, active, completed, dead };
  }

  health(nowMs: number): Omit<QueueHealth, "lastMinute"> {
    const { waiting: depth, active, dead } = this.counts(nowMs);
    let oldestMs = nowMs;
    for (const { state, dueAtMs } of this.#table.byId.values()) {
      if (state === "waiting" && dueAtMs < oldestMs) oldestMs = dueAtMs;
    }
    return { isPaused: this.#isPaused, depth, oldestWaitingMs: nowMs - oldestMs, active, dead };
  }

  close(): void {}
}
