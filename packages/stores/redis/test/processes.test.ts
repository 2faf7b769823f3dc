import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeRedis } from "./install-redis.ts";
import { StoreProcess } from "./process/store-process.ts";
import { RedisServer } from "./redis-server.ts";
import { tokenOf } from "./token-of.ts";

const hourMs = 3_600_000;

describeRedis("four processes, two of them with a wrong clock,", () => {
  let server: RedisServer;
  let processes: readonly [StoreProcess, StoreProcess, StoreProcess, StoreProcess];
  beforeAll(async () => {
    server = await RedisServer.start();
    processes = await Promise.all([
      StoreProcess.start("ioredis", server.port),
      StoreProcess.start("node-redis", server.port),
      StoreProcess.start("ioredis", server.port, hourMs),
      StoreProcess.start("node-redis", server.port, -hourMs),
    ]);
  }, 30_000);
  afterAll(async () => {
    for (const one of processes) await one.close();
    await server.close();
  });

  test("of a hundred claims at once have one winner", async () => {
    for (let round = 0; round < 20; round++) {
      const key = `race-${round}`;
      const all = await Promise.all(
        processes.map((one) => one.claimAtOnce(25, key, { leaseMs: 60_000 })),
      );
      const states = all.flat().map(({ state }) => state);
      expect(states.filter((state) => state === "claimed")).toHaveLength(1);
      expect(states.filter((state) => state === "in_progress")).toHaveLength(99);
    }
  });

  test("agree about leases and times to live", async () => {
    const [right, , ahead, behind] = processes;
    const [rightMs, aheadMs, behindMs] = [await right.now(), await ahead.now(), await behind.now()];
    expect(Math.round((aheadMs - rightMs) / hourMs)).toBe(1);
    expect(Math.round((behindMs - rightMs) / hourMs)).toBe(-1);
    for (const [holder, other] of [
      [ahead, behind],
      [behind, ahead],
    ] as const) {
      const key = `skew-${await holder.now()}`;
      const late = tokenOf(await holder.claim(key, { leaseMs: 1000 }));
      const waiting = await other.claim(key, { leaseMs: 1000 });
      if (waiting.state !== "in_progress") throw new Error(`it is ${waiting.state}`);
      expect(waiting.retryAfterMs).toBeLessThanOrEqual(1000);
      await sleep(waiting.retryAfterMs + 5);
      const token = tokenOf(await other.claim(key, { leaseMs: 60_000 }));
      expect(await holder.complete(key, late, { ttlMs: 1000 })).toBe(false);
      expect(await other.complete(key, token, { ttlMs: 1000 })).toBe(true);
      expect((await holder.claim(key, { leaseMs: 1000 })).state).toBe("done");
      await sleep(1005);
      tokenOf(await holder.claim(key, { leaseMs: 1000 }));
    }
  }, 15_000);

  test.each(["complete", "release"] as const)(
    "of which the holder is stopped, and harms nobody when it goes on to %s",
    async (verb) => {
      const [holder, other] = processes;
      const key = `stopped ${verb}`;
      const late = tokenOf(await holder.claim(key, { leaseMs: 1000 }));
      holder.signal("SIGSTOP");
      const settled =
        verb === "complete"
          ? holder.complete(key, late, { ttlMs: 60_000 })
          : holder.release(key, late);
      try {
        expect((await other.claim(key, { leaseMs: 60_000 })).state).toBe("in_progress");
        await sleep(1005);
        const token = tokenOf(await other.claim(key, { leaseMs: 60_000, digest: "other's" }));
        holder.signal("SIGCONT");
        expect(await settled).toBe(false);
        expect((await holder.claim(key, { leaseMs: 60_000 })).state).toBe("in_progress");
        const reply = { status: 200, headers: {}, body: "other's" };
        expect(await other.complete(key, token, { ttlMs: 60_000, reply })).toBe(true);
      } finally {
        holder.signal("SIGCONT");
      }
      const done = await holder.claim(key, { leaseMs: 60_000 });
      expect(done).toMatchObject({ state: "done", digest: "other's", reply: { body: "other's" } });
    },
  );
});
