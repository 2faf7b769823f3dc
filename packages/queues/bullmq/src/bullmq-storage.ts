import type {
  ClaimRequest,
  ClaimResult,
  DeadFilter,
  DeadPage,
  DeadQuery,
  EncodedJob,
  Hold,
  JobCounts,
  JobState,
  JobStatus,
  JobStorage,
  LaneRules,
  QueueHealth,
  QueueSettings,
  Settlement,
  StoredJob,
} from "@hooks/queue";
import type { Queue as BullQueue } from "bullmq";
import { type ClaimAnswer, claimResultOf } from "./claim-answer.ts";
import { cursorOf, placeOf } from "./dead-cursor.ts";
import { Engine } from "./engine.ts";
import { enqueueJobs } from "./enqueue-jobs.ts";
import { fieldOf, type JobFields, statusOf } from "./job-fields.ts";
import { jobKeyOf } from "./job-key.ts";
import { claimScript } from "./lua/claim.ts";
import { countsScript, deadScript } from "./lua/lists.ts";
import { settleScript } from "./lua/settle.ts";
import {
  extendScript,
  laneScript,
  progressScript,
  removeScript,
  retryDeadScript,
  statusScript,
} from "./lua/verbs.ts";
import { storageError } from "./storage-error.ts";
import { bodyBytes } from "./stored-body.ts";
import type { Traces } from "./traces.ts";

type StatusAnswer = readonly [state: JobState, fields: JobFields, body: string] | null;
type DeadAnswer = readonly [
  jobs: readonly (readonly [key: string, fields: JobFields])[],
  afterAtMs: string,
  afterKey: string,
];

/** Jobs in Redis, as BullMQ keeps them. */
export class BullmqStorage implements JobStorage {
  readonly #queue: BullQueue;
  readonly #settings: QueueSettings;
  readonly #traces: Traces;
  readonly #engine: Engine;
  readonly #tokenPrefix = `${crypto.randomUUID()}-`;
  #claims = 0;

  constructor(queue: BullQueue, settings: QueueSettings, traces: Traces) {
    this.#queue = queue;
    this.#settings = settings;
    this.#traces = traces;
    this.#engine = new Engine(queue);
  }

  ready(): Promise<void> {
    return this.#engine.check();
  }

  enqueueAll(jobs: readonly EncodedJob[]): Promise<readonly boolean[]> {
    const around = { engine: this.#engine, settings: this.#settings };
    return this.#traces.enqueue(jobs.length, (trace) => enqueueJobs(jobs, { ...around, trace }));
  }

  async claim(request: ClaimRequest): Promise<ClaimResult> {
    const { nowMs, leaseMs, count, retryCount, maxAttempts } = request;
    const token = `${this.#tokenPrefix}${++this.#claims}-`;
    const { dead } = this.#settings;
    const args = [nowMs, leaseMs, count, retryCount, maxAttempts, token, dead.count, dead.ageMs];
    const answer = await this.#engine.run<ClaimAnswer>(claimScript, args);
    return claimResultOf(answer, this.#traces);
  }

  async extend(holds: readonly Hold[], untilMs: number): Promise<readonly boolean[]> {
    const leaseMs = Math.max(1, Math.ceil(untilMs - this.#settings.now()));
    const pairs = holds.flatMap(({ id, token }) => [jobKeyOf(id), token]);
    const areHeld = await this.#engine.run<readonly number[]>(extendScript, [leaseMs, ...pairs]);
    return areHeld.map((isHeld) => isHeld === 1);
  }

  async settle(hold: Hold, settlement: Settlement, nowMs: number): Promise<boolean> {
    const { completed, dead } = this.#settings;
    const { state } = settlement;
    const failure = state === "completed" ? undefined : settlement.failure;
    const dueAtMs = state === "delayed" ? settlement.dueAtMs : 0;
    const isCounted = state !== "delayed" || settlement.isCounted;
    const isHeld = await this.#engine.run<number>(settleScript, [
      ...[nowMs, jobKeyOf(hold.id), hold.token, state],
      ...[failure ? JSON.stringify(failure) : "", dueAtMs, isCounted ? 1 : 0],
      ...[completed.count, completed.ageMs, dead.count, dead.ageMs],
    ]);
    return isHeld === 1;
  }

  async progress({ id, token }: Hold, value: number): Promise<boolean> {
    const args = [jobKeyOf(id), token, JSON.stringify(value)];
    return (await this.#engine.run<number>(progressScript, args)) === 1;
  }

  async setLane(lane: string, rules: LaneRules, nowMs: number): Promise<void> {
    const { concurrency, rateLimit, isOrdered } = rules;
    await this.#engine.run(laneScript, [
      ...[nowMs, lane, "concurrency", concurrency, "ordered", isOrdered ? 1 : ""],
      ...["max", rateLimit?.max ?? "", "perMs", rateLimit?.perMs ?? ""],
    ]);
  }

  async setPaused(lane: string | undefined, isPaused: boolean, nowMs: number): Promise<void> {
    await this.#engine.check();
    if (lane !== undefined) {
      await this.#engine.run(laneScript, [nowMs, lane, "paused", isPaused ? 1 : ""]);
      return;
    }
    try {
      await (isPaused ? this.#queue.pause() : this.#queue.resume());
    } catch (error) {
      throw storageError(error);
    }
  }

  async status(id: string, nowMs: number): Promise<JobStatus | undefined> {
    const key = jobKeyOf(id);
    const answer = await this.#statusOf(key, nowMs, 0);
    return answer ? statusOf(key, answer[0], answer[1]) : undefined;
  }

  async inspect(id: string, nowMs: number): Promise<StoredJob | undefined> {
    const key = jobKeyOf(id);
    const answer = await this.#statusOf(key, nowMs, 1);
    if (!answer) return undefined;
    const [state, fields, body] = answer;
    const data = fieldOf(fields, "data");
    return {
      ...statusOf(key, state, fields),
      ...(state !== "completed" && data !== undefined && { data: JSON.parse(data) }),
      ...(body !== "" && { body: bodyBytes(body) }),
    };
  }

  #statusOf(key: string, nowMs: number, hasPayload: 0 | 1): Promise<StatusAnswer> {
    const { completed, dead } = this.#settings;
    const args = [nowMs, completed.ageMs, dead.ageMs, key, hasPayload];
    return this.#engine.run<StatusAnswer>(statusScript, args);
  }

  async dead(query: DeadQuery & { readonly limit: number }): Promise<DeadPage> {
    const { lane = "", code = "", sinceMs = "", untilMs = "", limit, cursor } = query;
    const [afterAtMs, afterKey] = placeOf(cursor);
    const { dead, now } = this.#settings;
    const [jobs, nextAtMs, nextKey] = await this.#engine.run<DeadAnswer>(deadScript, [
      ...[now(), dead.ageMs, limit, sinceMs, untilMs, lane, code, afterAtMs, afterKey],
    ]);
    return {
      jobs: jobs.map(([key, fields]) => statusOf(key, "dead", fields)),
      ...(nextAtMs !== "" && { cursor: cursorOf([nextAtMs, nextKey]) }),
    };
  }

  async retryDead(which: string | DeadFilter, nowMs: number): Promise<number> {
    if (typeof which === "string") return this.#retryDead([which], nowMs);
    // Who dies again meanwhile is not put back again.
    const untilMs = Math.min(which.untilMs ?? Number.POSITIVE_INFINITY, nowMs + 1);
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await this.dead({ ...which, untilMs, limit: 500, ...(cursor && { cursor }) });
      const ids = page.jobs.map(({ id }) => id);
      if (ids.length > 0) count += await this.#retryDead(ids, nowMs);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return count;
  }

  #retryDead(ids: readonly string[], nowMs: number): Promise<number> {
    const args = [nowMs, this.#settings.dead.ageMs, ...ids.map(jobKeyOf)];
    return this.#engine.run<number>(retryDeadScript, args);
  }

  async remove(id: string, nowMs: number): Promise<JobState | undefined> {
    const { completed, dead } = this.#settings;
    const args = [nowMs, completed.ageMs, dead.ageMs, jobKeyOf(id)];
    return (await this.#engine.run<JobState | null>(removeScript, args)) ?? undefined;
  }

  async counts(nowMs: number): Promise<JobCounts> {
    const [waiting = 0, delayed = 0, active = 0, completed = 0, dead = 0] =
      await this.#countsOf(nowMs);
    return { waiting, delayed, active, completed, dead };
  }

  async health(nowMs: number): Promise<Omit<QueueHealth, "lastMinute">> {
    const [depth = 0, , active = 0, , dead = 0, isPaused = 0, oldestMs = -1] =
      await this.#countsOf(nowMs);
    const oldestWaitingMs = oldestMs < 0 ? 0 : Math.max(0, nowMs - oldestMs);
    return { isPaused: isPaused === 1, depth, oldestWaitingMs, active, dead };
  }

  #countsOf(nowMs: number): Promise<readonly number[]> {
    const { completed, dead } = this.#settings;
    return this.#engine.run(countsScript, [nowMs, completed.ageMs, dead.ageMs]);
  }

  async close(): Promise<void> {
    try {
      await this.#queue.close();
    } catch (error) {
      throw storageError(error);
    }
  }
}
