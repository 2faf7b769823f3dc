import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { type BullmqQueue, bullmqQueue } from "../src/index.ts";
import { until } from "./until.ts";

let server: RedisServer;
let queue: BullmqQueue;
let count = 0;
const lane = "l";

function open(): BullmqQueue {
  queue = bullmqQueue({ connection: { port: server.port }, name: `lanes-${++count}`, pollMs: 10 });
  return queue;
}

function latch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Who waits among the jobs of all lanes, as BullMQ has them. */
const letThrough = async (): Promise<readonly (string | undefined)[]> =>
  (await queue.bullmq.getWaiting()).map(({ id }) => id);

const jobs = (names: string) => [...names].map((name) => ({ id: `j_${name}`, data: name, lane }));

describeRedis("a lane", () => {
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterEach(() => queue.close({ timeoutMs: 0 }));
  afterAll(() => server.close());

  test("lets no more of its jobs wait among the others than it has room for", async () => {
    await open().setLane(lane, { concurrency: 2 });
    await queue.enqueueAll(jobs("abcdef"));
    await queue.enqueueAll(jobs("gh"));
    expect((await letThrough()).toSorted()).toEqual(["j_a", "j_b"]);
    expect((await queue.counts()).waiting).toBe(8);
    await queue.setLane(lane, { concurrency: 3 });
    expect((await letThrough()).toSorted()).toEqual(["j_a", "j_b", "j_c"]);
  });

  test("lets the next one through in the step in which one is removed", async () => {
    await open().setLane(lane, { ordered: true });
    await queue.enqueueAll(jobs("abc"));
    expect(await letThrough()).toEqual(["j_a"]);
    await queue.remove("j_a");
    expect(await letThrough()).toEqual(["j_b"]);
  });

  const ends: readonly (readonly [string, () => unknown, readonly number[]])[] = [
    ["is completed", () => 1, []],
    ["is given up", () => Promise.reject(new Error("no")), []],
    ["is put off", () => Promise.reject(new Error("no")), [600_000]],
  ];

  test.each(ends)(
    "lets the next one through in the step in which one %s",
    async (_, end, delaysMs) => {
      await open().setLane(lane, { concurrency: 1 });
      await queue.enqueueAll(jobs("abc"));
      const gate = latch();
      let runs = 0;
      const handler = async () => {
        runs++;
        await gate.opened;
        return end();
      };
      const worker = queue.process(handler, { retry: { delaysMs } });
      await until(() => runs === 1);
      expect(await letThrough()).toEqual([]);
      // It claims no more.
      const closed = worker.close();
      gate.open();
      await closed;
      expect(await letThrough()).toEqual(["j_b"]);
    },
  );

  test("holds back those that become due at once, and those let through before it was narrowed", async () => {
    open();
    await queue.enqueueAll(jobs("abcde").map((job) => ({ ...job, delayMs: 30 })));
    await queue.enqueueAll(jobs("fghij"));
    expect(await letThrough()).toHaveLength(5);
    await queue.setLane(lane, { concurrency: 1 });
    await sleep(40);
    let running = 0;
    let most = 0;
    queue.process(async () => {
      most = Math.max(most, ++running);
      await sleep(5);
      running--;
    });
    await until(async () => (await queue.counts()).completed === 10);
    expect(most).toBe(1);
  });

  test("is open again when its window is over, also if nothing else happens", async () => {
    await open().setLane(lane, { rateLimit: { max: 1, perMs: 150 } });
    let runs = 0;
    const gate = latch();
    queue.process(() => {
      runs++;
      return gate.opened;
    });
    await queue.enqueueAll(jobs("abc"));
    await until(() => runs === 3);
    const statuses = await Promise.all(jobs("abc").map(({ id }) => queue.status(id)));
    const [first = 0, second = 0, third = 0] = statuses.map(
      (one) => one?.startedAtMs ?? Number.NaN,
    );
    expect(second - first).toBeGreaterThanOrEqual(150);
    expect(third - second).toBeGreaterThanOrEqual(150);
    gate.open();
  });
});
