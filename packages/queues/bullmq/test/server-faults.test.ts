import type { QueueError } from "@hooks/queue";
import { afterEach, expect, test } from "vitest";
import { describeRedis } from "../../../stores/redis/test/install-redis.ts";
import { freePort, RedisServer } from "../../../stores/redis/test/redis-server.ts";
import { type BullmqQueue, bullmqQueue } from "../src/index.ts";
import { until } from "./until.ts";

const opened: { close(): Promise<void> }[] = [];

async function serve(...settings: readonly string[]): Promise<RedisServer> {
  const server = await RedisServer.start(...settings);
  opened.push(server);
  return server;
}

function open(port: number): BullmqQueue {
  const queue = bullmqQueue({ connection: { port, retryStrategy: () => 50 }, pollMs: 10 });
  opened.push({ close: () => queue.close({ timeoutMs: 0 }) });
  return queue;
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "it is done",
    ({ code }: QueueError) => code,
  );

describeRedis("a Redis that can't be used", () => {
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  test("one that evicts is refused at start, with the fix, and takes no job", async () => {
    const server = await serve("maxmemory-policy allkeys-lru");
    const queue = open(server.port);
    await expect(queue.ready()).rejects.toThrow(/CONFIG SET maxmemory-policy noeviction/);
    expect(await codeOf(queue.ready())).toBe("storage_evicts");
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "j" }))).toBe("storage_evicts");
    expect(await codeOf(queue.pause())).toBe("storage_evicts");
    expect(await server.ask("EXISTS", "{hooks}:hooks:j")).toContain("0");
    await server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "j" }))).toBe("it is done");
  });

  test("a replica is refused", async () => {
    const primary = await serve();
    const replica = await serve(`replicaof 127.0.0.1 ${primary.port}`);
    expect(await codeOf(open(replica.port).ready())).toBe("storage_readonly");
  });

  test("one that becomes a replica refuses with the code, and loses nothing", async () => {
    const other = await serve();
    const server = await serve();
    const queue = open(server.port);
    await queue.enqueue({ data: 1 }, { id: "before" });
    await server.ask("CONFIG", "SET", "min-replicas-to-write", "1");
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "j" }))).toBe("storage_readonly");
    await server.ask("CONFIG", "SET", "min-replicas-to-write", "0");
    await server.ask("CONFIG", "SET", "replica-serve-stale-data", "yes");
    await server.ask("REPLICAOF", "127.0.0.1", String(other.port));
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "j" }))).toMatch(/^storage_/);
    await server.ask("REPLICAOF", "NO", "ONE");
  });

  test("what another version has stored is refused", async () => {
    const server = await serve();
    await server.ask("HSET", "{hooks}:hooks:hooks:meta", "version", "1");
    expect(await codeOf(open(server.port).ready())).toBe("schema_unsupported");
  });

  test("one that is full refuses jobs, and drains", async () => {
    const server = await serve();
    const queue = open(server.port);
    const lane = "l";
    const body = (i: number) => Buffer.alloc(20_000, `${i} `);
    for (let i = 0; i < 50; i++)
      await queue.enqueue({ data: i, body: body(i) }, { id: `j${i}`, lane });
    await server.ask("CONFIG", "SET", "maxmemory", "1mb");
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "one" }))).toBe("storage_full");
    const faults: unknown[] = [];
    queue.process(() => {}, { onStorageError: (error) => faults.push(error) });
    await until(async () => (await queue.counts()).completed === 50);
    expect(faults).toEqual([]);
    expect(await queue.status("one")).toBeUndefined();
    await server.ask("CONFIG", "SET", "maxmemory", "100mb");
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "one" }))).toBe("it is done");
  });

  test("none at all is told in time", async () => {
    const queue = open(await freePort());
    expect(await codeOf(queue.enqueue({ data: 1 }, { id: "j" }))).toBe("storage_failed");
  });
});
