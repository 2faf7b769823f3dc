import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type Connected, clientKinds } from "./connect-client.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { RedisServer } from "./redis-server.ts";
import { tokenOf } from "./token-of.ts";

const long = { leaseMs: 60_000 };
const kept = { ttlMs: 60_000 };

describeRedis("a Redis that", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await RedisServer.start();
  });
  afterAll(() => server.close());

  describe.each(["ioredis", "node-redis"] as const)("is asked through %s and", (kind) => {
    let connected: Connected;
    beforeEach(async () => {
      await server.ask("FLUSHALL");
      connected = await clientKinds[kind](server.port);
    });
    afterEach(() => connected.close());

    test("has forgotten its scripts is told them again", async () => {
      const store = redisStore(connected.client);
      await server.ask("SCRIPT", "FLUSH");
      const first = tokenOf(await store.claim("k", long));
      await server.ask("SCRIPT", "FLUSH");
      expect(await store.release("k", first)).toBe(true);
      await server.ask("SCRIPT", "FLUSH");
      const second = tokenOf(await store.claim("k", long));
      await server.ask("SCRIPT", "FLUSH");
      expect(await store.complete("k", second, kept)).toBe(true);
      await server.ask("SCRIPT", "FLUSH");
      expect((await store.claim("k", long)).state).toBe("done");
    });

    test("is out of memory: 503, what has ended stays so, and what fails is released", async () => {
      const store = redisStore(connected.client);
      const trial = new ReceiverTrial(store);
      await server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
      trial.work = () => server.ask("CONFIG", "SET", "maxmemory", "1");
      expect(await trial.deliver("completed")).toBe("200");
      expect(trial.outcomes[0]?.storeError?.code).toBe("store_failed");
      expect(String(trial.outcomes[0]?.storeError?.cause)).toContain("OOM");
      await expect(store.claim("k", long)).rejects.toThrow("OOM");
      expect(await trial.deliver("refused")).toBe("503 store_failed");

      await server.ask("CONFIG", "SET", "maxmemory", "0");
      trial.work = async () => {
        await server.ask("CONFIG", "SET", "maxmemory", "1");
        throw new Error("the handler fails");
      };
      expect(await trial.deliver("released")).toBe("500 handler_failed");
      expect(trial.outcomes.at(-1)?.storeError).toBeUndefined();
      await server.ask("CONFIG", "SET", "maxmemory", "0");
      trial.work = () => undefined;
      for (const id of ["refused", "released"]) expect(await trial.deliver(id)).toBe("200");
    });

    test("closes the client's way in: 503", async () => {
      const store = redisStore(connected.client);
      const trial = new ReceiverTrial(store);
      await connected.close();
      await expect(store.claim("k", long)).rejects.toThrow(/closed/i);
      expect(await trial.deliver("1")).toBe("503 store_failed");
      expect(trial.runs).toBe(0);
    });
  });
});

describeRedis("a Redis with an append-only file that is killed", () => {
  const settings = ["appendonly yes", "appendfsync always"];
  const reply = { status: 202, headers: { a: "b" }, body: "kept" };

  test.each(["ioredis", "node-redis"] as const)(
    "knows all that it has answered, %s",
    async (kind) => {
      const server = await RedisServer.start(...settings);
      const connected = await clientKinds[kind](server.port);
      try {
        const store = redisStore(connected.client);
        const trial = new ReceiverTrial(store);
        const done = tokenOf(await store.claim("done", { ...long, digest: "d" }));
        expect(await store.complete("done", done, { ...kept, reply })).toBe(true);
        const held = tokenOf(await store.claim("held", long));
        await server.kill();
        expect(await trial.deliver("1")).toBe("503 store_failed");
        await server.run(...settings);
        expect(await trial.deliverUntilAccepted("1")).toBe("200");
        expect(await store.claim("done", long)).toEqual({ state: "done", digest: "d", reply });
        expect((await store.claim("held", long)).state).toBe("in_progress");
        expect(await store.complete("held", held, kept)).toBe(true);
        expect(trial.runs).toBe(1);
      } finally {
        await connected.close();
        await server.close();
      }
    },
    20_000,
  );
});

describeRedis("a Redis that loads its data", () => {
  test.each(["ioredis", "node-redis"] as const)("503, until it has: %s", async (kind) => {
    const server = await RedisServer.start("rdbcompression no");
    for (let i = 0; i < 40; i++) await server.ask("SET", `k${i}`, "x".repeat(1000));
    await server.ask("SAVE");
    await server.kill();
    // Two seconds for all, and it answers after each.
    await server.run("key-load-delay 50000", "loading-process-events-interval-bytes 1024");
    const connect = {
      ioredis: () => new Redis({ port: server.port, enableReadyCheck: false }),
      "node-redis": () => createClient({ url: server.url }),
    };
    const client = connect[kind]();
    client.on("error", () => undefined);
    if (!(client instanceof Redis)) await client.connect();
    try {
      const store = redisStore(client);
      const trial = new ReceiverTrial(store, 1000);
      await expect(store.claim("k", long)).rejects.toThrow("LOADING");
      expect(await trial.deliver("1")).toBe("503 store_failed");
      expect(await trial.deliverUntilAccepted("1")).toBe("200");
      expect(trial.runs).toBe(1);
    } finally {
      if (client instanceof Redis) client.disconnect();
      else client.destroy();
      await server.close();
    }
  });
});
