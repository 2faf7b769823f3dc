import { randomUUID } from "node:crypto";
import {
  type ClaimedJob,
  type EncodedBody,
  type EncodedJob,
  type Hold,
  type JobFailure,
  type JobState,
  QueueError,
  type QueueSettings,
  type Settlement,
} from "@hooks/queue";
import type { JobRow } from "./job-row.ts";
import { Retention } from "./retention.ts";
import { assertVersion, stateNames } from "./schema.ts";
import { SqliteLanes } from "./sqlite-lanes.ts";
import type { Statements } from "./statements.ts";

interface Place {
  readonly seq: number;
  readonly lane: number;
  readonly attempts: number;
}

interface Known {
  readonly seq: number;
  readonly digest: string;
  readonly state: number;
  readonly finished_at: number;
}

/** What becomes of jobs. Every method is a step within a transaction, and writes nothing when it throws. */
export class SqliteJobs {
  readonly lanes: SqliteLanes;
  readonly retention: Retention;
  readonly #sql: Statements;
  readonly #tokenPrefix: string = randomUUID();
  #tokens = 0;

  constructor(statements: Statements, settings: QueueSettings) {
    this.#sql = statements;
    this.lanes = new SqliteLanes(statements);
    this.retention = new Retention(statements, settings);
  }

  /** @throws QueueError `schema_unsupported` */
  begin(): void {
    this.lanes.forget();
    assertVersion(this.#sql.version.get()?.["version"]);
  }

  /** @throws QueueError `job_id_reused` */
  enqueueAll(jobs: readonly EncodedJob[]): boolean[] {
    const areNew = jobs.map((job) => this.#isNew(job));
    const bodyIds = new Map<string, number>();
    for (const [i, job] of jobs.entries()) if (areNew[i]) this.#add(job, bodyIds);
    return areNew;
  }

  #isNew({ id, digest, enqueuedAtMs }: EncodedJob): boolean {
    const known = this.#sql.known.get(id) as Known | undefined;
    if (known === undefined) return true;
    if (this.retention.isOver(stateNames[known.state], known.finished_at, enqueuedAtMs)) {
      this.#sql.delete.run(known.seq);
      return true;
    }
    if (known.digest === digest) return false;
    throw new QueueError("job_id_reused", "the id is known with another payload");
  }

  #add(job: EncodedJob, bodyIds: Map<string, number>): void {
    const { id, priority, enqueuedAtMs, dueAtMs, digest, data } = job;
    const lane = this.lanes.idOf(job.lane);
    const body = job.body ? this.#bodyId(job.body, bodyIds) : null;
    const state = dueAtMs <= enqueuedAtMs ? 0 : 1;
    this.#sql.add.run(id, lane, state, priority, enqueuedAtMs, dueAtMs, digest, data, body);
    this.lanes.change(lane);
  }

  #bodyId({ digest, bytes }: EncodedBody, bodyIds: Map<string, number>): number {
    const found = bodyIds.get(digest) ?? this.#sql.bodyId.get(digest)?.["id"];
    const id = Number(found ?? this.#sql.addBody.get(digest, bytes)?.["id"]);
    bodyIds.set(digest, id);
    return id;
  }

  /** Lets the time that has passed have its effects; answers how many leases have ended. */
  look(nowMs: number, maxAttempts: number): number {
    const expired = this.#sql.toExpire.all(nowMs) as unknown as readonly Place[];
    for (const place of expired) {
      const message = "the holder gave no sign of life";
      const failure: JobFailure = { code: "lease_expired", message, atMs: nowMs };
      const isLast = place.attempts >= maxAttempts;
      const again = { state: "delayed", dueAtMs: nowMs, isCounted: true, failure } as const;
      this.#end(place, isLast ? { state: "dead", failure } : again, nowMs);
    }
    for (const { seq, lane } of this.#sql.toPromote.all(nowMs) as unknown as readonly Place[]) {
      this.#sql.promote.run(seq);
      this.lanes.change(lane);
    }
    this.lanes.wake(nowMs);
    this.lanes.look(nowMs);
    return expired.length;
  }

  /** Starts the job that is next, if one may. */
  startNext(nowMs: number, leaseMs: number, mayRetry: boolean): ClaimedJob | undefined {
    const next = this.lanes.next(mayRetry);
    if (next === undefined) return undefined;
    const token = `${this.#tokenPrefix}.${++this.#tokens}`;
    this.#sql.start.run(token, nowMs + leaseMs, nowMs, next.seq);
    this.lanes.countStart(next.lane, nowMs);
    this.lanes.look(nowMs);
    const row = this.#sql.job.get(next.seq) as unknown as JobRow;
    return {
      id: row.id,
      token,
      attempt: row.attempts,
      lane: row.lane_name === "" ? undefined : row.lane_name,
      priority: row.priority,
      enqueuedAtMs: row.enqueued_at,
      data: row.data as string,
      body: this.bodyOf(row),
    };
  }

  bodyOf({ body }: JobRow): Uint8Array | undefined {
    return body === null ? undefined : (this.#sql.body.get(body)?.["bytes"] as Uint8Array);
  }

  settle({ id, token }: Hold, settlement: Settlement, nowMs: number): boolean {
    const place = this.#sql.held.get(id, token) as Place | undefined;
    if (place) this.#end(place, settlement, nowMs);
    return place !== undefined;
  }

  #end({ seq, lane, attempts }: Place, settlement: Settlement, nowMs: number): void {
    this.lanes.change(lane);
    if (settlement.state === "completed") {
      this.#sql.complete.run(nowMs, seq);
      this.retention.count("completed", nowMs);
      return;
    }
    const { failure } = settlement;
    if (failure) this.#sql.fail.run(failure.code, failure.message, failure.atMs, seq);
    if (settlement.state === "dead") {
      this.#sql.bury.run(nowMs, seq);
      this.retention.count("dead", nowMs);
      return;
    }
    const { dueAtMs, isCounted } = settlement;
    this.#sql.putBack.run(dueAtMs <= nowMs ? 0 : 1, dueAtMs, attempts - (isCounted ? 0 : 1), seq);
  }

  revive({ seq, lane }: Pick<Place, "seq" | "lane">, nowMs: number): void {
    this.#sql.revive.run(nowMs, seq);
    this.lanes.change(lane);
  }

  remove(id: string): JobState | undefined {
    const row = this.#sql.jobOfId.get(id) as JobRow | undefined;
    const state = row && stateNames[row.state];
    if (row && state !== "active") {
      this.#sql.delete.run(row.seq);
      this.lanes.change(row.lane);
    }
    return state;
  }
}
