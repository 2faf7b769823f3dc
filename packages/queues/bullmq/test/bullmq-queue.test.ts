import { DeadNow, type QueueOptions } from "@hooks/queue";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { type BullmqQueue, type BullmqQueueOptions, bullmqQueue } from "../src/index.ts";
import { until } from "./until.ts";

let server: RedisServer;
let count = 0;
const opened: BullmqQueue[] = [];

function open(options: QueueOptions & Partial<BullmqQueueOptions> = {}): BullmqQueue {
  const name = options.name ?? `queue-${++count}`;
  const queue = bullmqQueue({ ...options, connection: { port: server.port }, name, pollMs: 10 });
  opened.push(queue);
  return queue;
}

/** The names of all that the queue keeps in Redis, without what they begin with. */
async function keysOf({ bullmq }: BullmqQueue): Promise<readonly string[]> {
  const base = bullmq.toKey("");
  const found = await server.ask("KEYS", `${base}*`);
  const keys = found.split("\r\n").filter((line) => line.startsWith(base));
  return keys.map((key) => key.slice(base.length)).sort();
}

const bookkeeping = [
  "events",
  "hooks:meta",
  "id",
  "marker",
  "meta",
  "pc",
  "stalled",
  "stalled-check",
];

describeRedis("a queue on BullMQ", () => {
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close({ timeoutMs: 0 });
  });
  afterAll(() => server.close());

  test("leaves nothing in Redis when all is done and forgotten", async () => {
    const queue = open({ completed: { count: 0 }, dead: { count: 0 } });
    const body = Buffer.from("shared");
    await queue.setLane("l1", { concurrency: 1 });
    await queue.setLane("l2", { ordered: true });
    let runs = 0;
    await queue.enqueueAll(
      Array.from({ length: 60 }, (_, i) => ({
        id: `j${i}`,
        data: i,
        body: i % 4 === 0 ? Buffer.from(`own ${i}`) : body,
        ...(i % 5 !== 0 && { lane: `l${i % 5}` }),
        priority: i % 3,
        delayMs: i % 7,
      })),
    );
    await queue.enqueue({ data: 0, body }, { id: "removed", lane: "l1", delayMs: 600_000 });
    expect(await queue.remove("removed")).toBe(true);
    queue.process(
      ({ data }) => {
        runs++;
        if (Number(data) % 6 === 0) throw new DeadNow({ code: "gone" });
        if (Number(data) % 6 === 1) throw new Error("again");
      },
      { retry: { delaysMs: [5, 5] } },
    );
    await until(async () => Object.values(await queue.counts()).every((one) => one === 0));
    expect(runs).toBe(80);
    const left = (await keysOf(queue)).filter((key) => !bookkeeping.includes(key));
    expect(left).toEqual(["hooks:lane:l1", "hooks:lane:l2"]);
  });

  test("keeps a body once, until the last of its jobs is over", async () => {
    const queue = open({ dead: { count: 1 } });
    const body = Buffer.alloc(100_000, "b");
    const bodies = async () => (await keysOf(queue)).filter((key) => key.startsWith("hooks:body:"));
    for (const id of ["a1", "b1", "c1"]) await queue.enqueue({ data: id, body }, { id });
    await queue.enqueueAll(
      Array.from({ length: 20 }, (_, i) => ({ id: `d${i}`, data: "d", body })),
    );
    expect(await bodies()).toHaveLength(1);
    const [key = ""] = await bodies();
    const bytes = Number(
      (await server.ask("MEMORY", "USAGE", queue.bullmq.toKey(key), "SAMPLES", "0")).slice(1),
    );
    expect(bytes).toBeLessThan(150_000);
    const worker = queue.process(({ id }) => {
      if (id !== "d19") throw new DeadNow({ code: "gone" });
    });
    await until(async () => {
      const { completed, dead } = await queue.counts();
      return completed === 1 && dead === 1;
    });
    await worker.close();
    expect(await bodies()).toHaveLength(1);
    const [{ id = "" } = {}] = (await queue.dead()).jobs;
    expect(Buffer.from((await queue.inspect(id))?.body ?? []).equals(body)).toBe(true);
    await queue.remove(id);
    expect(await bodies()).toEqual([]);
  });

  test.each([
    ["small", Buffer.from("a:b\n:\0c"), 0],
    ["as large as it may be in its job", Buffer.alloc(16_384, "a"), 0],
    ["larger", Buffer.alloc(16_385, "a"), 1],
  ])(
    "keeps a body that is %s while its job's name is used again, and until it is removed",
    async (_, body, count) => {
      const queue = open();
      const { bullmq } = queue;
      const bodies = async () =>
        (await keysOf(queue)).filter((key) => key.startsWith("hooks:body:"));
      const bodyOf = async (id: string) => Buffer.from((await queue.inspect(id))?.body ?? []);
      await queue.enqueue({ data: 1, body }, { id: "one:1" });
      expect(await queue.enqueue({ data: 1, body }, { id: "one:1" })).toMatchObject({
        isNew: false,
      });
      expect(await bodyOf("one:1")).toEqual(body);
      expect(await bodies()).toHaveLength(count);
      await (await bullmq.getJob("one%3A1"))?.remove();
      await queue.enqueue({ data: 1, body }, { id: "one:1" });
      await queue.enqueue({ data: 2, body }, { id: "two" });
      await queue.remove("two");
      expect(await bodyOf("one:1")).toEqual(body);
      await queue.enqueue({ data: 3, body }, { id: "three" });
      await queue.remove("one:1");
      expect(await bodyOf("three")).toEqual(body);
      expect(await bodies()).toHaveLength(count);
      await queue.remove("three");
      expect(await bodies()).toEqual([]);
      await queue.enqueue({ data: 4, body }, { id: "four" });
      await queue.remove("four");
      expect(await bodies()).toEqual([]);
    },
  );

  test("drops the body of one job with the job, whoever removes it, and when it is done", async () => {
    const queue = open();
    const { bullmq } = queue;
    const body = Buffer.from("its own");
    const hasBody = (id: string) => server.ask("HEXISTS", bullmq.toKey(id), "hooksBody");
    for (const id of ["j1", "j2"]) await queue.enqueue({ data: id, body }, { id });
    expect([await hasBody("j1"), await hasBody("j2")]).toEqual([":1\r\n", ":1\r\n"]);
    await (await bullmq.getJob("j2"))?.remove();
    expect(await keysOf(queue)).not.toContain("j2");
    const bodies: string[] = [];
    queue.process((job) => void bodies.push(Buffer.from(job.body ?? []).toString()));
    await until(async () => (await queue.counts()).completed === 1);
    expect(bodies).toEqual(["its own"]);
    expect(await keysOf(queue)).toContain("j1");
    expect(await hasBody("j1")).toBe(":0\r\n");
  });

  test("keeps a body that jobs of one call share once, however many scripts the call takes", async () => {
    const queue = open();
    const body = Buffer.from("shared");
    const bodies = async () => (await keysOf(queue)).filter((key) => key.startsWith("hooks:body:"));
    const ids = Array.from({ length: 1500 }, (_, i) => `j${i}`);
    const isNamed = (i: number) => i === 0 || i === 1499;
    await queue.enqueueAll(ids.map((id, i) => ({ id, data: i, ...(isNamed(i) && { body }) })));
    expect(await bodies()).toHaveLength(1);
    const seen = new Map<string, string>();
    queue.process((job) => void (job.body && seen.set(job.id, Buffer.from(job.body).toString())));
    await until(() => seen.size === 2);
    expect([...seen].sort()).toEqual([
      ["j0", "shared"],
      ["j1499", "shared"],
    ]);
    await until(async () => (await bodies()).length === 0);
  });

  test("shows its jobs to BullMQ's own tools", async () => {
    const queue = open();
    const { bullmq } = queue;
    await queue.enqueue({ data: { event: "evt_1" } }, { id: "evt_1.ep_1", lane: "ep_1" });
    await queue.enqueue({ data: 2 }, { id: "2", delayMs: 600_000, priority: 7 });
    expect(await bullmq.getJobCounts("waiting", "delayed")).toEqual({ waiting: 1, delayed: 1 });
    const [waiting] = await bullmq.getWaiting();
    expect([waiting?.id, waiting?.name, waiting?.data]).toEqual([
      "evt_1.ep_1",
      "ep_1",
      { event: "evt_1" },
    ]);
    const [delayed] = await bullmq.getDelayed();
    expect([delayed?.id, delayed?.delay, delayed?.opts.priority]).toEqual(["%32", 600_000, 7]);
    queue.process(() => {
      throw new DeadNow({ code: "gone", message: "the endpoint is gone" });
    });
    await until(async () => (await bullmq.getFailedCount()) === 1);
    const [failed] = await bullmq.getFailed();
    expect(failed?.failedReason).toBe("gone: the endpoint is gone");
  });

  test("goes on where others retry, promote and remove jobs behind its back", async () => {
    const queue = open();
    const { bullmq } = queue;
    const lane = "l";
    await queue.setLane(lane, { ordered: true });
    await queue.enqueueAll(Array.from({ length: 30 }, (_, i) => ({ id: `j${i}`, data: i, lane })));
    await (await bullmq.getJob("j0"))?.remove();
    await (await bullmq.getJob("j5"))?.remove();
    await (await bullmq.getJob("j9"))?.promote();
    const ids: string[] = [];
    let isBroken = true;
    queue.process(
      ({ id }) => {
        if (id === "j3" && isBroken) throw new DeadNow({ code: "no" });
        ids.push(id);
      },
      { leaseMs: 300 },
    );
    await until(() => ids.length === 27);
    isBroken = false;
    await (await bullmq.getJob("j3"))?.retry();
    await until(() => ids.length === 28);
    const expected = Array.from({ length: 30 }, (_, i) => i).filter((i) => ![0, 3, 5].includes(i));
    expect(ids).toEqual([...expected, 3].map((i) => `j${i}`));
  });

  test("puts aside what was not enqueued through it", async () => {
    const queue = open();
    await queue.ready();
    await queue.bullmq.add("foreign", { a: 1 }, { jobId: "foreign-1" });
    const ids: string[] = [];
    queue.process(({ id }) => void ids.push(id));
    await queue.enqueue({ data: 1 }, { id: "own" });
    await until(() => ids.length === 1);
    await until(async () => (await queue.bullmq.getFailedCount()) === 1);
    expect(ids).toEqual(["own"]);
  });

  test("frees an id at the very time of its retention, whatever BullMQ still keeps", async () => {
    let nowMs = Date.now();
    const options = { now: () => nowMs, completed: { ageMs: 60_000 }, dead: { ageMs: 60_000 } };
    const queue = open(options);
    const worker = queue.process(({ data }) => {
      if (data === "dead") throw new DeadNow({ code: "no" });
    });
    for (const id of ["done", "dead"]) await queue.enqueue({ data: id }, { id });
    await until(async () => {
      const { completed, dead } = await queue.counts();
      return completed + dead === 2;
    });
    await worker.close();
    nowMs += 59_999;
    for (const id of ["done", "dead"]) {
      expect((await queue.enqueue({ data: id }, { id })).isNew).toBe(false);
    }
    nowMs += 1;
    expect(await queue.counts()).toMatchObject({ completed: 0, dead: 0 });
    for (const id of ["done", "dead"]) {
      expect(await queue.status(id)).toBeUndefined();
      expect(await queue.retryDead(id)).toBe(0);
      expect((await queue.enqueue({ data: "other" }, { id })).isNew).toBe(true);
    }
  });

  test("options that are none are refused", () => {
    const bad: readonly Partial<BullmqQueueOptions>[] = [
      { name: "a:b" },
      { name: "" },
      { prefix: "" },
      { pollMs: 0 },
      { connection: "redis://localhost" as never },
      { connection: null as never },
    ];
    for (const one of bad) {
      const options = { connection: { port: server.port }, ...one };
      expect(() => bullmqQueue(options), JSON.stringify(one)).toThrow(/^(?=.)/);
    }
  });
});
