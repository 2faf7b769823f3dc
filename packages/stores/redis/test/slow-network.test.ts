import { once } from "node:events";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type RedisClient, redisStore } from "../src/index.ts";
import { clientKinds } from "./connect-client.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { RedisServer } from "./redis-server.ts";

/** Clients that find out when nobody is at the other end any more. */
const watchful = {
  async ioredis(port: number) {
    const client = new Redis({ port, socketTimeout: 500, maxRetriesPerRequest: 0 });
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
    "leaves connections half-open: 503, until %s has noticed",
    async (kind) => {
      ({ client, close } = await watchful[kind](proxy.port));
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
