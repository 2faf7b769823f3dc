import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "@hooks/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { type ClientKind, type Connected, clientKinds } from "./connect-client.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { freePort, RedisServer } from "./redis-server.ts";
import { tokenOf } from "./token-of.ts";

const long = { leaseMs: 60_000 };

describeRedis("a connection that breaks off", () => {
  let server: RedisServer;
  let direct: Connected;
  /** Another process's store, without a fault. */
  let other: Store;
  let proxy: FaultyProxy;
  let connected: Connected;
  let store: Store;

  beforeAll(async () => {
    server = await RedisServer.start();
    direct = await clientKinds.ioredis(server.port);
    other = redisStore(direct.client);
  });
  afterAll(async () => {
    await direct.close();
    await server.close();
  });
  beforeEach(async () => {
    await server.ask("FLUSHALL");
    proxy = await FaultyProxy.start(server.port);
  });
  afterEach(async () => {
    await connected.close();
    await proxy.close();
  });

  /** Connects through the proxy, and has the scripts known. */
  async function connect(kind: ClientKind): Promise<void> {
    connected = await clientKinds[kind](proxy.port);
    store = redisStore(connected.client);
    const token = tokenOf(await store.claim("first", long));
    await store.claim("first", long);
    await store.complete("first", token, { ttlMs: 1 });
    await store.release("first", token);
    await server.ask("CONFIG", "RESETSTAT");
  }

  /** How often a script was run, as for a claim that is not the first of its delivery. */
  async function runs(): Promise<number> {
    const stats = await server.ask("INFO", "commandstats");
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }

  describe("under a client that sends again", () => {
    beforeEach(() => connect("ioredis"));

    test.each([0, 1, 3])("after %i bytes of the answer to a claim: it is ours", async (bytes) => {
      proxy.cutReplyAfter(bytes);
      const claim = store.claim("k", { leaseMs: 2000, digest: "d" });
      const token = tokenOf(await claim);
      expect(await runs()).toBe(1);
      expect((await other.claim("k", long)).state).toBe("in_progress");
      expect(await store.complete("k", token, { ttlMs: 60_000 })).toBe(true);
      expect(await other.claim("k", long)).toEqual({ state: "done", digest: "d" });
    });

    test("and the lease begins with the run whose answer arrives", async () => {
      proxy.cutReplyAfter(0);
      proxy.target = await freePort();
      const claim = store.claim("k", { leaseMs: 5000 });
      await sleep(1000);
      proxy.target = server.port;
      tokenOf(await claim);
      const waiting = await other.claim("k", long);
      if (waiting.state !== "in_progress") throw new Error(`it is ${waiting.state}`);
      expect(await runs()).toBe(2);
      expect(waiting.retryAfterMs).toBeGreaterThan(4100);
    });

    test("and is told to wait if another has come in between", async () => {
      proxy.cutReplyAfter(0);
      proxy.target = await freePort();
      const claim = store.claim("k", { leaseMs: 100 });
      await sleep(200);
      const token = tokenOf(await other.claim("k", long));
      proxy.target = server.port;
      expect((await claim).state).toBe("in_progress");
      expect(await other.complete("k", token, { ttlMs: 60_000 })).toBe(true);
    });

    test("of a completion: it is done, once and with its reply", async () => {
      const token = tokenOf(await store.claim("k", { ...long, digest: "d" }));
      proxy.cutReplyAfter(1);
      const reply = { status: 200, headers: {}, body: "first" };
      expect(await store.complete("k", token, { ttlMs: 60_000, reply })).toBe(true);
      expect(await runs()).toBe(2);
      const again = { ttlMs: 60_000, reply: { ...reply, body: "second" } };
      expect(await store.complete("k", token, again)).toBe(false);
      expect(await store.release("k", token)).toBe(false);
      expect(await other.claim("k", long)).toEqual({ state: "done", digest: "d", reply });
    });

    test("of a completion that comes again after another's: it is the other's", async () => {
      const late = tokenOf(await store.claim("k", { leaseMs: 100 }));
      proxy.goSilent();
      const completion = store.complete("k", late, { ttlMs: 60_000 });
      await sleep(200);
      const token = tokenOf(await other.claim("k", { ...long, digest: "other's" }));
      expect(await other.complete("k", token, { ttlMs: 60_000 })).toBe(true);
      proxy.drop();
      expect(await completion).toBe(false);
      expect(await store.claim("k", long)).toEqual({ state: "done", digest: "other's" });
    });

    test("of a release: it is free, and nobody else's claim goes", async () => {
      const token = tokenOf(await store.claim("k", long));
      proxy.cutReplyAfter(0);
      proxy.target = await freePort();
      const release = store.release("k", token);
      await sleep(200);
      const next = tokenOf(await other.claim("k", long));
      proxy.target = server.port;
      expect(await release).toBe(false);
      expect(await other.complete("k", next, { ttlMs: 60_000 })).toBe(true);
    });
  });

  describe("under a client that gives up", () => {
    beforeEach(() => connect("node-redis"));

    test("during a claim: it fails, and is free when its lease has ended", async () => {
      proxy.cutReplyAfter(1);
      await expect(store.claim("k", { leaseMs: 300 })).rejects.toThrow(/closed/i);
      expect((await other.claim("k", long)).state).toBe("in_progress");
      await sleep(305);
      tokenOf(await other.claim("k", long));
    });

    test("during a completion: it fails, and the delivery is done", async () => {
      const token = tokenOf(await store.claim("k", long));
      proxy.cutReplyAfter(1);
      await expect(store.complete("k", token, { ttlMs: 60_000 })).rejects.toThrow(/closed/i);
      expect(await other.claim("k", long)).toEqual({ state: "done" });
    });
  });

  describe.each(["ioredis", "node-redis"] as const)("under a receiver with %s", (kind) => {
    beforeEach(() => connect(kind));

    test("at the claim: the provider's next try is handled, once", async () => {
      const trial = new ReceiverTrial(store);
      proxy.cutReplyAfter(1);
      expect(await trial.deliverUntilAccepted("1")).toBe("200");
      expect(await trial.deliver("1")).toBe("200 duplicate");
      expect(trial.runs).toBe(1);
    }, 20_000);

    test("at the completion: it stays handled, and a duplicate is one", async () => {
      const trial = new ReceiverTrial(store);
      trial.work = () => proxy.cutReplyAfter(1);
      expect(await trial.deliver("1")).toBe("200");
      expect(await trial.deliverUntilAccepted("1")).toBe("200 duplicate");
      expect(trial.runs).toBe(1);
    });
  });
});
