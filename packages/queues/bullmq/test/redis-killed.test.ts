import { afterAll, beforeAll, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { type BullmqQueue, bullmqQueue } from "../src/index.ts";
import { until } from "./until.ts";

const settings = ["appendonly yes", "appendfsync always"];
let server: RedisServer;
let queue: BullmqQueue;

describeRedis("a Redis that is killed", () => {
  beforeAll(async () => {
    server = await RedisServer.start(...settings);
    const connection = { port: server.port, retryStrategy: () => 50, maxRetriesPerRequest: 1000 };
    queue = bullmqQueue({ connection, pollMs: 10 });
  });
  afterAll(async () => {
    await queue.close({ timeoutMs: 0 });
    await server.close();
  });

  test("comes back with every job that was acknowledged, none runs out of order or is lost", async () => {
    const concurrency = 5;
    const acknowledged: string[] = [];
    const runs: string[] = [];
    await queue.setLane("ordered", { ordered: true });
    queue.process(
      async ({ id }) => {
        runs.push(id);
        await new Promise((resolve) => setTimeout(resolve, 2));
      },
      { concurrency, leaseMs: 1000, retry: { delaysMs: [0, 0, 0, 0, 0, 0] } },
    );
    let isOver = false;
    const enqueue = async (): Promise<void> => {
      for (let i = 0; i < 600; i++) {
        const id = `j${i}`;
        const lane = i % 3 === 0 ? "ordered" : `l${i % 7}`;
        // Some beside their jobs, for they are large.
        const body = Buffer.alloc(i % 5 === 0 ? 20_000 : 10, `body ${i % 20}`);
        const job = { data: i, body };
        await queue.enqueue(job, { id, lane });
        acknowledged.push(id);
      }
      isOver = true;
    };
    const enqueueing = enqueue();
    const kills = 3;
    for (let i = 1; i <= kills; i++) {
      await until(() => isOver || acknowledged.length >= i * 120);
      await server.kill("SIGKILL");
      await server.run(...settings);
    }
    await enqueueing;
    await until(async () => (await queue.counts()).completed === 600);
    expect(new Set(runs).size).toBe(600);
    expect(runs.length - 600).toBeLessThanOrEqual(kills * concurrency);
    const firsts = [...new Set(runs.filter((id) => Number(id.slice(1)) % 3 === 0))];
    expect(firsts).toEqual(acknowledged.filter((id) => Number(id.slice(1)) % 3 === 0));
    expect(await server.ask("EVAL", "return #redis.call('KEYS', '*:hooks:body:*')", "0")).toBe(
      ":0\r\n",
    );
  }, 120_000);
});
