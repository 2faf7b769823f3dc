import {
  type ClaimRequest,
  createQueue,
  DeadNow,
  type EncodedJob,
  type Hold,
  isQueueError,
  type JobHandler,
  type LaneRules,
  type ProcessOptions,
  type Queue,
  type QueueOptions,
  queueSettings,
  RetryLater,
  type Settlement,
} from "@hooks/queue";
import { JobTable } from "../../queues/memory/src/job-table.ts";
import { MemoryJobs } from "../../queues/memory/src/memory-jobs.ts";
import { fakeClock, type QueueSetup } from "../src/index.ts";
import type { Defect } from "./queue-defects.ts";

type Has = (defect: Defect) => boolean;

/** A memory's jobs, right but for the defects. */
class FaultyJobs extends MemoryJobs {
  readonly #has: Has;
  readonly #table: JobTable;

  constructor(table: JobTable, has: Has) {
    super(table);
    this.#table = table;
    this.#has = has;
  }

  override enqueueAll(jobs: readonly EncodedJob[]): boolean[] {
    const has = this.#has;
    const own = jobs.map((job) => ({
      ...job,
      ...(has("drops the lane") && { lane: undefined }),
      ...(has("has one lane") && { lane: "slow" }),
      ...(has("ignores the delay") && { dueAtMs: job.enqueuedAtMs }),
      ...(has("ignores the priority") && { priority: 0 }),
      ...(has("trims ids") && { id: job.id.trim() }),
      ...(has("does not compare lanes") && { digest: job.data + job.body?.digest }),
    }));
    if (has("moves a known job")) {
      for (const { id, priority } of own)
        Object.assign(this.#table.byId.get(id) ?? {}, { priority });
    }
    if (has("keeps half of what is refused")) return own.flatMap((job) => super.enqueueAll([job]));
    const areNew = super.enqueueAll(own);
    if (has("loses its place")) areNew.reverse();
    return has("takes every job for new") ? areNew.map(() => true) : areNew;
  }

  override async claim(request: ClaimRequest): ReturnType<MemoryJobs["claim"]> {
    const has = this.#has;
    const result = await super.claim({
      ...request,
      ...(has("never ends a lease") && { leaseMs: 1e12 }),
      ...(has("hands over for ever") && { maxAttempts: 1e6 }),
    });
    if (has("gives a job to two") && result.jobs.length > 0) {
      return { ...result, jobs: [...result.jobs, ...result.jobs.slice(0, 1)] };
    }
    if (!has("gives all handlers one body")) return result;
    const [body] = this.#shared.concat(result.jobs.flatMap((job) => job.body ?? []));
    if (body) this.#shared = [body];
    return { ...result, jobs: result.jobs.map((job) => ({ ...job, body })) };
  }

  #shared: Uint8Array[] = [];

  override extend(holds: readonly Hold[], untilMs: number): boolean[] {
    if (this.#has("extends no lease")) return holds.map(() => true);
    const answers = super.extend(holds, untilMs);
    return this.#has("tells nobody of a lost lease") ? answers.map(() => true) : answers;
  }

  override settle(hold: Hold, settlement: Settlement, nowMs: number): boolean {
    const has = this.#has;
    const job = this.#table.byId.get(hold.id);
    const token = has("does not look at the token") ? (job?.token ?? "") : hold.token;
    const data = job?.data;
    const isSettled = super.settle({ ...hold, token }, this.#changed(settlement, nowMs), nowMs);
    if (has("keeps what is completed") && job) job.data = data;
    return isSettled;
  }

  #changed(settlement: Settlement, nowMs: number): Settlement {
    const has = this.#has;
    if (settlement.state !== "delayed") return settlement;
    if (has("retries at once")) return { ...settlement, dueAtMs: nowMs };
    const isBoth =
      has("counts what is not counted") || (has("counts what was closed") && !settlement.failure);
    return isBoth ? { ...settlement, isCounted: true } : settlement;
  }

  override progress(hold: Hold, value: number): boolean {
    const token = this.#table.byId.get(hold.id)?.token ?? "";
    return super.progress(
      this.#has("takes progress of anybody") ? { ...hold, token } : hold,
      value,
    );
  }

  override setLane(lane: string, rules: LaneRules, nowMs: number): void {
    const own = {
      ...rules,
      ...(this.#has("has no rate") && { rateLimit: undefined }),
      ...(this.#has("has no order") && { isOrdered: false }),
      ...(this.#has("keeps limits to itself") && { concurrency: 2 * rules.concurrency }),
      ...(this.#has("lets any number into a lane") && { concurrency: 100 }),
    };
    super.setLane(lane, own, nowMs);
  }

  override setPaused(lane: string | undefined, isPaused: boolean, nowMs: number): void {
    const has = this.#has;
    if (has("never pauses") || (has("pauses no lane") && lane !== undefined)) return;
    super.setPaused(lane, isPaused, nowMs);
    if (has("resumes all lanes") && !isPaused) super.setPaused("l", false, nowMs);
  }

  override dead(query: Parameters<MemoryJobs["dead"]>[0]): ReturnType<MemoryJobs["dead"]> {
    if (this.#has("lists the dead twice") && query.cursor !== undefined) {
      return super.dead({ ...query, cursor: `${Math.max(0, Number(query.cursor) - 1)}` });
    }
    const page = super.dead(query);
    return this.#has("lists one page") ? { jobs: page.jobs } : page;
  }

  override retryDead(which: Parameters<MemoryJobs["retryDead"]>[0], nowMs: number): number {
    const before = new Map([...this.#table.byId.values()].map((job) => [job, { ...job }]));
    const count = super.retryDead(this.#has("puts all back") ? {} : which, nowMs);
    for (const [job, { attempts, place }] of before) {
      if (job.attempts === attempts) continue;
      if (this.#has("puts back without attempts")) job.attempts = attempts;
      if (this.#has("puts the dead where they were")) {
        this.#table.lanes.change(job.lane, nowMs, (lane) => {
          lane.delete(job);
          job.place = place;
          lane.add(job);
        });
      }
    }
    return count;
  }

  override remove(id: string, nowMs: number): ReturnType<MemoryJobs["remove"]> {
    if (this.#has("leaves a hole")) return this.#table.byId.delete(id) ? "waiting" : undefined;
    const state = super.remove(id, nowMs);
    return this.#has("removes active ones") && state === "active" ? "waiting" : state;
  }

  override counts(nowMs: number): ReturnType<MemoryJobs["counts"]> {
    const counts = super.counts(nowMs);
    return this.#has("forgets to count") ? { ...counts, delayed: 0 } : counts;
  }
}

/** What a worker does wrong, and a queue with what it is told. */
function faulty(queue: Queue, has: Has): Queue {
  const options = (given: ProcessOptions = {}): ProcessOptions => ({
    ...given,
    ...(has("runs one more") && { concurrency: (given.concurrency ?? 10) + 1 }),
    ...(has("reserves no slot") && { reservedForFirst: 0 }),
    ...(has("has no time limit") && { timeoutMs: 1e6 }),
    ...(has("has no time of grace") && { graceMs: 0 }),
    ...(has("forgets jitter") && { retry: { ...given.retry, jitter: 0 } }),
    ...(has("never gives up") && {
      retry: { delaysMs: [...(given.retry?.delaysMs ?? []), 0, 0, 0, 0] },
    }),
  });
  const ended = (said: unknown): unknown => {
    if (said instanceof RetryLater && has("ignores when to retry"))
      return new RetryLater({ delayMs: 1, code: said.code });
    if (said instanceof DeadNow && has("retries what is given up"))
      return new RetryLater({ delayMs: 1 });
    if (said instanceof Error && has("keeps messages"))
      return new DeadNow({ code: "handler_failed", message: said.message });
    if (!(said instanceof Error) && has("buries what throws no error"))
      return new DeadNow({ code: "odd" });
    return said;
  };
  return {
    ...queue,
    enqueue: (job, given) => {
      const { body } = job;
      const text = () => new TextEncoder().encode(new TextDecoder().decode(body));
      const isText = has("keeps bodies as text") && body;
      const own = { ...job, ...(isText && { body: text() }) };
      const call = () => queue.enqueue(own, given);
      if (has("takes anything")) return call().catch(() => ({ id: given.id, isNew: true }));
      if (!has("takes any payload for a known id")) return call();
      return call().catch((error: unknown) => {
        if (isQueueError(error) && error.code === "job_id_reused")
          return { id: given.id, isNew: false };
        throw error;
      });
    },
    enqueueAll: async (jobs) => {
      if (has("keeps the caller's buffer")) await new Promise((resolve) => setTimeout(resolve, 1));
      return queue.enqueueAll(jobs);
    },
    setLane: async (lane, limits) => {
      await queue.setLane(lane, limits).catch((error: unknown) => {
        if (!has("takes any limits")) throw error;
      });
    },
    process: (handler, given) => {
      const wrapped: JobHandler = async (job, context) => {
        try {
          const value = await handler(job, context);
          return value instanceof Error ? ended(value) : value;
        } catch (error) {
          throw ended(error);
        }
      };
      const isLax = has("takes any worker");
      const worker = queue.process(
        handler === undefined ? handler : wrapped,
        isLax ? {} : options(given),
      );
      return {
        close: (closing) => worker.close(has("aborts at once") ? { timeoutMs: 0 } : closing),
      };
    },
    status: async (id) => {
      const status = await (has("shows payloads") ? queue.inspect(id) : queue.status(id));
      if (has("puts back what runs on") && status?.state === "active")
        return { ...status, state: "waiting" };
      return status;
    },
    ...(has("works on when it is closed") && { counts: async () => ({}) as never }),
    ...(has("does nothing") && { process: () => ({ close: async () => {} }) }),
  };
}

/** A queue in memory with these defects, and a clock that can be moved. */
export function queueWith(options: QueueOptions, ...present: readonly Defect[]): QueueSetup {
  const has: Has = (defect) => present.includes(defect);
  const { now, advance } = fakeClock();
  const settings = queueSettings({
    ...options,
    now,
    ...(has("takes any size") && { maxDataBytes: 65_536, maxBodyBytes: 65_536 }),
    ...(has("counts characters") && { maxDataBytes: (options.maxDataBytes ?? 65_535) + 2 }),
    ...(has("keeps all") && { completed: {}, dead: {} }),
    ...(has("keeps for ever") && { completed: { ageMs: 1e9 }, dead: { ageMs: 1e9 } }),
  });
  const newJobs = () =>
    new FaultyJobs(new JobTable(settings, { maxJobs: 1e5, maxBytes: 1e9 }), has);
  const jobs = newJobs();
  // Two queues of one memory stand for two processes of one file.
  const open = (own = jobs) => faulty(createQueue(own, { ...settings, pollMs: 20 }), has);
  const another = () => open(has("is two queues") ? newJobs() : jobs);
  return { queue: open(), another, advance };
}
