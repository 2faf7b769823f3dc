import {
  type ClaimedJob,
  type ClaimRequest,
  jobEncoder,
  type NewJob,
  queueSettings,
  type Settlement,
} from "@hooks/queue";
import { Queue as BullQueue } from "bullmq";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { BullmqStorage } from "../src/bullmq-storage.ts";
import { Traces } from "../src/traces.ts";
import { until } from "./until.ts";

const settings = queueSettings({});
const opened: BullmqStorage[] = [];
let server: RedisServer;
let count = 0;

/** Storages of one queue, whose jobs nobody extends. */
function open(name = `storage-${++count}`): BullmqStorage {
  const options = { connection: { port: server.port }, prefix: "{hooks}", skipVersionCheck: true };
  const queue = new BullQueue(name, options);
  const storage = new BullmqStorage(queue, settings, new Traces(queue));
  opened.push(storage);
  return storage;
}

const enqueue = (storage: BullmqStorage, ...jobs: readonly NewJob[]) =>
  storage.enqueueAll(jobs.map(jobEncoder(settings, Date.now())));

const claim = (storage: BullmqStorage, request: Partial<ClaimRequest> = {}) =>
  storage.claim({
    nowMs: Date.now(),
    leaseMs: 100,
    count: 1,
    retryCount: 1,
    maxAttempts: 10,
    ...request,
  });

const failure = { code: "no", message: "no", atMs: 1 };
const putOff: Settlement = { state: "delayed", dueAtMs: Date.now(), isCounted: true, failure };

describeRedis("jobs in Redis", () => {
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
  });
  afterAll(() => server.close());

  test("nothing that a late holder says counts, and all that the new one says", async () => {
    const storage = open();
    await enqueue(storage, { id: "j_1", data: 1, body: Buffer.from("b"), lane: "l" });
    const [late] = (await claim(storage)).jobs as [ClaimedJob];
    let expired = 0;
    let jobs: readonly ClaimedJob[] = [];
    await until(async () => {
      const result = await claim(storage, { leaseMs: 60_000 });
      expired += result.expired;
      jobs = result.jobs;
      return jobs.length > 0;
    });
    const [hold] = jobs as [ClaimedJob];
    expect([expired, hold.attempt, hold.token === late.token]).toEqual([1, 2, false]);
    expect(Buffer.from(hold.body ?? []).toString()).toBe("b");
    const settlements: readonly Settlement[] = [
      { state: "completed" },
      { state: "dead", failure },
      putOff,
    ];
    expect(await storage.progress(late, 5)).toBe(false);
    expect(await storage.extend([late, hold], Date.now() + 60_000)).toEqual([false, true]);
    for (const settlement of settlements) {
      expect(await storage.settle(late, settlement, Date.now())).toBe(false);
    }
    const status = await storage.status("j_1", Date.now());
    expect(status).toMatchObject({ state: "active", attempts: 2, lane: "l" });
    expect(status?.progress).toBeUndefined();
    expect(status?.lastFailure?.code).toBe("lease_expired");
    expect(await storage.progress(hold, 7)).toBe(true);
    expect((await storage.status("j_1", Date.now()))?.progress).toBe(7);
    expect(await storage.settle(hold, { state: "completed" }, Date.now())).toBe(true);
  });

  test("what is settled again, because the answer was lost, is told the same", async () => {
    const storage = open();
    for (const settlement of [
      { state: "completed" },
      { state: "dead", failure },
      putOff,
    ] as const) {
      const id = `j_${settlement.state}`;
      await enqueue(storage, { id, data: 1 });
      const [hold] = (await claim(storage, { leaseMs: 60_000, retryCount: 0 })).jobs as [
        ClaimedJob,
      ];
      expect(hold.id).toBe(id);
      for (let i = 0; i < 2; i++) {
        expect(await storage.settle(hold, settlement, Date.now())).toBe(true);
      }
      expect((await storage.status(id, Date.now()))?.attempts).toBe(1);
    }
  });

  test("only an ended lease is death after the last attempt: another worker's schedule may be longer", async () => {
    const storage = open();
    await enqueue(storage, { id: "j_1", data: 1 });
    const [hold] = (await claim(storage, { leaseMs: 60_000 })).jobs as [ClaimedJob];
    await storage.settle(hold, putOff, Date.now());
    const [again] = (await claim(storage, { leaseMs: 60_000, maxAttempts: 1 })).jobs;
    expect(again?.attempt).toBe(2);
  });

  test("a worker is told when a lane's window is over, and when a job is due", async () => {
    const storage = open();
    const nowMs = Date.now();
    const rateLimit = { max: 1, perMs: 60_000 };
    await storage.setLane("l", { concurrency: 10, rateLimit, isOrdered: false }, nowMs);
    await enqueue(storage, { id: "j_1", data: 1, lane: "l" }, { id: "j_2", data: 2, lane: "l" });
    const { jobs, wakeAtMs = 0 } = await claim(storage, { leaseMs: 60_000, count: 5 });
    expect(jobs.map(({ id }) => id)).toEqual(["j_1"]);
    expect(wakeAtMs - nowMs).toBeGreaterThanOrEqual(60_000);
    await enqueue(storage, { id: "j_3", data: 3, delayMs: 30_000 });
    const { wakeAtMs: dueAtMs } = await claim(storage);
    expect(dueAtMs).toBe((await storage.status("j_3", nowMs))?.dueAtMs);
  });

  test("many jobs of which one is refused are all refused, however many scripts they take", async () => {
    const storage = open();
    await enqueue(storage, { id: "j_2499", data: "first" });
    const jobs = Array.from({ length: 2500 }, (_, i) => ({ id: `j_${i}`, data: i }));
    await expect(enqueue(storage, ...jobs)).rejects.toMatchObject({ code: "job_id_reused" });
    expect((await storage.counts(Date.now())).waiting).toBe(1);
    await storage.remove("j_2499", Date.now());
    expect(new Set(await enqueue(storage, ...jobs))).toEqual(new Set([true]));
    expect((await storage.counts(Date.now())).waiting).toBe(2500);
  });

  test("two processes never hold one job", async () => {
    const name = "shared";
    const storages = [open(name), open(name), open(name)];
    const jobs = Array.from({ length: 900 }, (_, i) => ({
      id: `j_${i}`,
      data: i,
      lane: `l${i % 50}`,
    }));
    await enqueue(storages[0] as BullmqStorage, ...jobs);
    const held: string[] = [];
    await Promise.all(
      storages.map(async (storage) => {
        for (;;) {
          const result = await claim(storage, { leaseMs: 60_000, count: 7 });
          if (result.jobs.length === 0) return;
          held.push(...result.jobs.map(({ id }) => id));
        }
      }),
    );
    // Ten of each lane.
    expect(held).toHaveLength(500);
    expect(new Set(held).size).toBe(500);
  });
});
