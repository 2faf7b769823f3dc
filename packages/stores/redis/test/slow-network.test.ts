import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type RedisClient, redisStore } from "../src/index.ts";
import { clientKinds } from "./connect-client.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { freePort, RedisServer } from "./redis-server.ts";

/** Clients as the documentation has them, with less patience still. */
const impatient = {
  async ioredis(port: number) {
    const client = new Redis({
      port,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      socketTimeout: 500,
    });
    client.on("error", () => undefined);
    await once(client, "ready");
    return { client, close: () => client.disconnect() };
  },
  async "node-redis"(port: number) {
    // Without a strategy of its own, it does not connect again after such a timeout.
    const socket = { port, socketTimeout: 500, reconnectStrategy: () => 50 };
    const client = createClient({ socket, pingInterval: 100, disableOfflineQueue: true });
    client.on("error", () => undefined);
    await client.connect();
    return { client, close: () => client.destroy() };
  },
};

describeRedis("a network that", () => {
  let server: RedisServer;
  let proxy: FaultyProxy;
  let client: RedisClient;
  let close: () => unknown;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await server.ask("FLUSHALL");
    proxy = await FaultyProxy.start(server.port);
  });
  afterEach(async () => {
    await close();
    await proxy.close();
  });

  test.each(["ioredis", "node-redis"] as const)(
    "is slower than the receiver waits: 503, and later the delivery is handled, by %s",
    async (kind) => {
      ({ client, close } = await clientKinds[kind](proxy.port));
      const trial = new ReceiverTrial(redisStore(client), 200);
      proxy.delayMs = 400;
      expect(await trial.deliver("1")).toBe("503 store_failed");
      expect(trial.runs).toBe(0);
      proxy.delayMs = 0;
      expect(await trial.deliverUntilAccepted("1")).toBe("200");
      expect(await trial.deliver("1")).toBe("200 duplicate");
      expect(trial.runs).toBe(1);
    },
    20_000,
  );

  test("is slow, though not too slow, changes nothing", async () => {
    ({ client, close } = await clientKinds.ioredis(proxy.port));
    const trial = new ReceiverTrial(redisStore(client), 2000);
    proxy.delayMs = 100;
    const answers = await Promise.all([trial.deliver("1"), trial.deliver("1"), trial.deliver("2")]);
    expect(answers).toEqual(["200", "409 delivery_in_progress", "200"]);
    expect(await trial.deliver("1")).toBe("200 duplicate");
    expect(trial.outcomes.filter(({ storeError }) => storeError)).toEqual([]);
  });

  test.each(["ioredis", "node-redis"] as const)(
    "is down: 503 at once by %s, and no claim comes later",
    async (kind) => {
      ({ client, close } = await impatient[kind](proxy.port));
      const trial = new ReceiverTrial(redisStore(client), 5000);
      proxy.target = await freePort();
      proxy.drop();
      const startedAt = performance.now();
      for (const id of ["1", "2", "3"]) expect(await trial.deliver(id)).toBe("503 store_failed");
      expect(performance.now() - startedAt).toBeLessThan(1000);
      proxy.target = server.port;
      let answer = "503 store_failed";
      while (answer === "503 store_failed") {
        await sleep(20);
        answer = await trial.deliver("1");
      }
      expect(answer).toBe("200");
      expect(trial.runs).toBe(1);
    },
    10_000,
  );

  test.each(["ioredis", "node-redis"] as const)(
    "leaves connections half-open: 503, until %s has noticed",
    async (kind) => {
      ({ client, close } = await impatient[kind](proxy.port));
      const trial = new ReceiverTrial(redisStore(client), 200);
      expect(await trial.deliver("1")).toBe("200");
      proxy.goSilent();
      expect(await trial.deliver("2")).toBe("503 store_failed");
      expect(await trial.deliverUntilAccepted("2")).toBe("200");
      expect(await trial.deliver("1")).toBe("200 duplicate");
      expect(trial.runs).toBe(2);
    },
    10_000,
  );
});
