import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type ClientKind, type Connected, clientKinds } from "./connect-client.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { RedisServer } from "./redis-server.ts";
import { tokenOf } from "./token-of.ts";

const long = { leaseMs: 60_000 };
const kept = { ttlMs: 60_000 };
const kinds: readonly ClientKind[] = ["ioredis", "node-redis"];

describeRedis("a Redis with a replica", () => {
  let primary: RedisServer;
  let replica: RedisServer;
  /** Leads to the primary, as an address does that moves on failover. */
  let proxy: FaultyProxy;
  let connected: Connected;

  beforeEach(async () => {
    primary = await RedisServer.start("repl-diskless-sync-delay 0");
    replica = await RedisServer.start(`replicaof 127.0.0.1 ${primary.port}`);
    proxy = await FaultyProxy.start(primary.port);
    await until(async () => (await infoOf(replica)).includes("master_link_status:up"));
  }, 20_000);
  afterEach(async () => {
    await connected.close();
    await proxy.close();
    await replica.close();
    await primary.close();
  });

  const infoOf = (server: RedisServer): Promise<string> => server.ask("INFO", "replication");

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await sleep(10);
  }

  const offsetIn = (info: string, name: string): number =>
    Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1]);

  /** All that was written has reached the replica. */
  async function replicated(): Promise<void> {
    const written = offsetIn(await infoOf(primary), "master_repl_offset");
    await until(async () => offsetIn(await infoOf(replica), "slave_repl_offset") >= written);
  }

  /** The replica takes the primary's place. */
  async function failOver(): Promise<void> {
    await replica.ask("REPLICAOF", "NO", "ONE");
    proxy.target = replica.port;
    proxy.drop();
  }

  test.each(kinds)(
    "forgets nothing that was replicated, %s",
    async (kind) => {
      connected = await clientKinds[kind](proxy.port);
      const store = redisStore(connected.client);
      const trial = new ReceiverTrial(store, 1000);
      const reply = { status: 200, headers: {}, body: "kept" };
      const done = tokenOf(await store.claim("done", { ...long, digest: "d" }));
      await store.complete("done", done, { ...kept, reply });
      const held = tokenOf(await store.claim("held", long));
      await replicated();
      await primary.kill();
      expect(await trial.deliver("1")).toBe("503 store_failed");
      await failOver();
      expect(await trial.deliverUntilAccepted("1")).toBe("200");
      expect(await store.claim("done", long)).toEqual({ state: "done", digest: "d", reply });
      expect((await store.claim("held", long)).state).toBe("in_progress");
      expect(await store.complete("held", held, kept)).toBe(true);
      expect(trial.runs).toBe(1);
    },
    20_000,
  );

  test.each(kinds)(
    "may forget what was not, which is then claimed again, %s",
    async (kind) => {
      connected = await clientKinds[kind](proxy.port);
      const store = redisStore(connected.client);
      await replica.ask("REPLICAOF", "NO", "ONE");
      const late = tokenOf(await store.claim("k", long));
      await primary.kill();
      await failOver();
      // An ended connection may take the first command after it along.
      const claim = async () => store.claim("k", long);
      const token = tokenOf(await claim().catch(claim));
      expect(await store.complete("k", late, kept)).toBe(false);
      expect(await store.complete("k", token, kept)).toBe(true);
    },
    20_000,
  );

  test.each(kinds)("is asked where it is read-only: 503 until it is not, %s", async (kind) => {
    const before = await clientKinds.ioredis(primary.port);
    const held = tokenOf(await redisStore(before.client).claim("k", long));
    await before.close();
    await replicated();
    connected = await clientKinds[kind](replica.port);
    const store = redisStore(connected.client);
    const trial = new ReceiverTrial(store, 1000);
    await expect(store.claim("k", long)).rejects.toThrow("READONLY");
    await expect(store.claim("other", long)).rejects.toThrow("READONLY");
    await expect(store.complete("k", held, kept)).rejects.toThrow("READONLY");
    await expect(store.release("k", held)).rejects.toThrow("READONLY");
    expect(await trial.deliver("1")).toBe("503 store_failed");
    await replica.ask("REPLICAOF", "NO", "ONE");
    expect(await trial.deliver("1")).toBe("200");
    expect(trial.runs).toBe(1);
  });
});
