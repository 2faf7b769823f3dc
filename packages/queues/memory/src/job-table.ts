import { randomUUID } from "node:crypto";
import {
  type ClaimedJob,
  type EncodedJob,
  type Hold,
  type JobFailure,
  QueueError,
  type QueueSettings,
  type Settlement,
} from "@hooks/queue";
import { FinishedJobs } from "./finished-jobs.ts";
import { Heap } from "./heap.ts";
import { type MemoryJob, newJob } from "./memory-job.ts";
import { MemoryLanes } from "./memory-lanes.ts";
import { SharedBodies } from "./shared-bodies.ts";

/** How much a queue may hold. */
export interface MemoryBounds {
  readonly maxJobs: number;
  readonly maxBytes: number;
}

const expiredLease = (atMs: number): JobFailure => ({
  code: "lease_expired",
  message: "the holder gave no sign of life",
  atMs,
});

const lengthOf = (job: { readonly data: string | undefined }): number => job.data?.length ?? 0;

/** All jobs, each in the places that its state gives it. */
export class JobTable {
  readonly byId: Map<string, MemoryJob> = new Map();
  readonly lanes: MemoryLanes = new MemoryLanes();
  readonly delayed: Heap<MemoryJob> = new Heap((one, other) => one.dueAtMs < other.dueAtMs);
  readonly active: Heap<MemoryJob> = new Heap(
    (one, other) => one.leaseUntilMs < other.leaseUntilMs,
  );
  readonly completed: FinishedJobs;
  readonly dead: FinishedJobs;
  readonly bodies: SharedBodies = new SharedBodies();
  readonly #bounds: MemoryBounds;
  readonly #tokenPrefix: string = randomUUID();
  #tokens = 0;
  #places = 0;
  #dataLength = 0;

  constructor(settings: QueueSettings, bounds: MemoryBounds) {
    const forget = (job: MemoryJob): void => this.forget(job);
    this.completed = new FinishedJobs(settings.completed, forget);
    this.dead = new FinishedJobs(settings.dead, forget);
    this.#bounds = bounds;
  }

  /** @throws QueueError `job_id_reused` */
  isNew({ id, digest }: EncodedJob): boolean {
    const known = this.byId.get(id);
    if (known === undefined || known.digest === digest) return known === undefined;
    throw new QueueError("job_id_reused", "the id is known with another payload");
  }

  /** @throws QueueError `queue_full` */
  assertRoom(jobs: readonly EncodedJob[]): void {
    const { maxJobs, maxBytes } = this.#bounds;
    const unfinished = this.byId.size - this.completed.size;
    const bodies = new Map(jobs.flatMap(({ body }) => (body ? [[body.digest, body.bytes]] : [])));
    let bytes = this.#dataLength + this.bodies.bytes;
    for (const job of jobs) bytes += lengthOf(job);
    for (const [digest, body] of bodies) bytes += this.bodies.has(digest) ? 0 : body.length;
    if (unfinished + jobs.length <= maxJobs && bytes <= maxBytes) return;
    throw new QueueError("queue_full", `at most ${maxJobs} jobs of ${maxBytes} bytes are held`);
  }

  add(encoded: EncodedJob): void {
    const job = newJob(encoded);
    this.byId.set(job.id, job);
    this.#dataLength += lengthOf(job);
    if (encoded.body) this.bodies.use(encoded.body);
    this.append(job, encoded.enqueuedAtMs);
  }

  /** Behind all others. */
  append(job: MemoryJob, nowMs: number): void {
    job.place = ++this.#places;
    this.#putBack(job, nowMs);
  }

  start(job: MemoryJob, nowMs: number, leaseMs: number): ClaimedJob {
    const token = `${this.#tokenPrefix}.${++this.#tokens}`;
    this.lanes.change(job.lane, nowMs, (lane) => {
      lane.delete(job);
      lane.countStart(nowMs);
      job.state = "active";
      job.attempts++;
      Object.assign(job, { token, leaseUntilMs: nowMs + leaseMs, startedAtMs: nowMs });
      job.progress = undefined;
    });
    this.active.add(job);
    const { id, attempts: attempt, lane, priority, enqueuedAtMs, bodyDigest } = job;
    const body = bodyDigest === undefined ? undefined : this.bodies.copy(bodyDigest);
    return { id, token, attempt, lane, priority, enqueuedAtMs, data: job.data as string, body };
  }

  held({ id, token }: Hold): MemoryJob | undefined {
    const job = this.byId.get(id);
    return job?.state === "active" && job.token === token ? job : undefined;
  }

  extend(job: MemoryJob, untilMs: number): void {
    this.active.delete(job);
    job.leaseUntilMs = untilMs;
    this.active.add(job);
  }

  /** An attempt is over. */
  end(job: MemoryJob, settlement: Settlement, nowMs: number): void {
    this.active.delete(job);
    this.lanes.change(job.lane, nowMs, (lane) => {
      lane.active--;
    });
    job.token = undefined;
    if (settlement.state !== "completed") job.lastFailure = settlement.failure ?? job.lastFailure;
    if (settlement.state === "delayed") {
      if (!settlement.isCounted) job.attempts--;
      job.dueAtMs = settlement.dueAtMs;
      this.#putBack(job, nowMs);
      return;
    }
    job.state = settlement.state;
    job.finishedAtMs = nowMs;
    this[settlement.state].add(job);
    if (settlement.state === "completed") this.#dropPayload(job);
  }

  /** Ends the attempts whose leases have; answers how many. */
  expire(nowMs: number, maxAttempts: number): number {
    let count = 0;
    for (let job = this.active.least; job; job = this.active.least) {
      if (job.leaseUntilMs > nowMs) break;
      const failure = expiredLease(nowMs);
      const isLast = job.attempts >= maxAttempts;
      const again = { state: "delayed", dueAtMs: nowMs, isCounted: true, failure } as const;
      this.end(job, isLast ? { state: "dead", failure } : again, nowMs);
      count++;
    }
    return count;
  }

  /** Lets the time that has passed have its effects. */
  look(nowMs: number): void {
    this.completed.sweep(nowMs);
    this.dead.sweep(nowMs);
    for (let job = this.delayed.least; job; job = this.delayed.least) {
      if (job.dueAtMs > nowMs) break;
      this.delayed.delete(job);
      this.#putBack(job, nowMs);
    }
    this.lanes.wake(nowMs);
  }

  remove(job: MemoryJob, nowMs: number): void {
    this.delayed.delete(job);
    this.completed.delete(job);
    this.dead.delete(job);
    this.lanes.change(job.lane, nowMs, (lane) => lane.delete(job));
    this.forget(job);
  }

  forget(job: MemoryJob): void {
    this.#dropPayload(job);
    this.byId.delete(job.id);
  }

  #putBack(job: MemoryJob, nowMs: number): void {
    this.lanes.change(job.lane, nowMs, (lane) => {
      job.state = job.dueAtMs <= nowMs ? "waiting" : "delayed";
      lane.add(job);
    });
    if (job.state === "delayed") this.delayed.add(job);
  }

  #dropPayload(job: MemoryJob): void {
    this.#dataLength -= lengthOf(job);
    if (job.bodyDigest !== undefined) this.bodies.release(job.bodyDigest);
    job.data = undefined;
    job.bodyDigest = undefined;
  }
}
