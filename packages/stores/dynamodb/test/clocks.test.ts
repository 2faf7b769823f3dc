import { setTimeout as pause } from "node:timers/promises";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Store } from "@hooks/core";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { showingItems } from "./showing-items.ts";
import { startClaimant } from "./start-claimant.ts";
import { startDynalite } from "./start-dynalite.ts";
import { startProxy } from "./start-proxy.ts";
import { tokenOf } from "./token-of.ts";

vi.setConfig({ testTimeout: 60_000 });

const rightNow = Date.now;
const hourMs = 3_600_000;
const leaseMs = 600_000;
const ttlMs = 24 * hourMs;

/** How wrong the clocks of the processes are; that of the last is right. */
const shiftsMs = [-1000 * hourMs, -hourMs, -120_000, 120_000, hourMs, 1000 * hourMs, 0];

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
// Then nothing is read that would tell the time as well.
proxy.intercept(showingItems);
const client = clientOf(proxy.url);
const claimants = await Promise.all(shiftsMs.map((ms) => startClaimant(proxy.url, ms)));

afterAll(async () => {
  await Promise.all(claimants.map(({ stop }) => stop()));
  await proxy.close();
  await dynalite.stop();
});

/** A new table, and the processes' stores on it, which have not heard of its time yet. */
async function startStores() {
  const table = await dynalite.createTable();
  const stores = claimants.map(({ storeOn }) => storeOn(table));

  /** That an entry will live for so long. It is off by seconds at most; the rest is for a busy machine. */
  const expectLeft = async (key: string, ms: number): Promise<void> => {
    const Key = { key: { S: key } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
    expect(Math.abs(Number(Item?.["untilMs"]?.N) - rightNow() - ms)).toBeLessThan(30_000);
  };
  return { table, stores, right: stores.at(-1) as Store, expectLeft };
}

describe("processes whose clocks are wrong by minutes, an hour, and forty days", () => {
  test("have one winner", async () => {
    for (let i = 0; i < 10; i++) {
      const { stores } = await startStores();
      const results = await Promise.all(stores.map((one) => one.claim("k", { leaseMs })));
      const states = results.map(({ state }) => state).sort();
      expect(states).toEqual(["claimed", ...stores.slice(1).map(() => "in_progress")]);
    }
  });

  test("keep each other's leases and times to live", async () => {
    const { stores, expectLeft } = await startStores();
    const keepEach = async (holder: Store, key: string): Promise<void> => {
      const token = tokenOf(await holder.claim(key, { leaseMs }));
      await expectLeft(key, leaseMs);
      for (const other of stores) {
        expect(await other.claim(key, { leaseMs })).toMatchObject({ state: "in_progress" });
      }
      expect(await holder.complete(key, token, { ttlMs })).toBe(true);
      await expectLeft(key, ttlMs);
      for (const other of stores) {
        expect(await other.claim(key, { leaseMs })).toMatchObject({ state: "done" });
      }
    };
    await Promise.all(stores.map((holder, i) => keepEach(holder, `${i}`)));
  });

  test("take over from each other when these have ended", async () => {
    const { stores } = await startStores();
    const shortMs = 500;
    const takeOver = async (holder: Store, next: Store, key: string): Promise<void> => {
      const token = tokenOf(await holder.claim(`done ${key}`, { leaseMs }));
      expect(await holder.complete(`done ${key}`, token, { ttlMs: shortMs })).toBe(true);
      const late = tokenOf(await holder.claim(`held ${key}`, { leaseMs: shortMs }));
      // Half a second, and what the clocks may be off by.
      await pause(shortMs + 4000);
      tokenOf(await next.claim(`done ${key}`, { leaseMs }));
      const held = tokenOf(await next.claim(`held ${key}`, { leaseMs }));
      expect(await holder.complete(`held ${key}`, late, { ttlMs })).toBe(false);
      expect(await holder.release(`held ${key}`, late)).toBe(false);
      expect(await next.complete(`held ${key}`, held, { ttlMs })).toBe(true);
    };
    const pairs = stores.map((holder, i) => [holder, stores.at(i - 1) as Store] as const);
    await Promise.all(pairs.map(([holder, next], i) => takeOver(holder, next, `${i}`)));
  });

  test("settle a claim that another has made, as the first thing they do", async () => {
    for (const [i] of shiftsMs.entries()) {
      const { stores, right, expectLeft } = await startStores();
      const fresh = stores[i] as Store;
      const token = tokenOf(await right.claim("completed", { leaseMs }));
      const freed = tokenOf(await right.claim("released", { leaseMs }));
      const settled = [
        fresh.complete("completed", token, { ttlMs }),
        fresh.release("released", freed),
      ];
      expect(await Promise.all(settled)).toEqual([true, true]);
      await expectLeft("completed", ttlMs);
      expect(await right.claim("completed", { leaseMs })).toMatchObject({ state: "done" });
      tokenOf(await right.claim("released", { leaseMs }));
    }
  });
});

describe.each([-hourMs, hourMs])("a clock that is set by %d ms while the process runs", (ms) => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** A store that has heard the table's time and claimed a key; after that the clock is set. */
  async function startStore() {
    const { table, right, expectLeft } = await startStores();
    const store = dynamodbStore({ client, table });
    const token = tokenOf(await store.claim("held", { leaseMs }));
    tokenOf(await right.claim("other", { leaseMs }));
    vi.spyOn(Date, "now").mockImplementation(() => rightNow() + ms);
    return { store, token, expectLeft };
  }

  test("changes nothing for the next claim", async () => {
    const { store, expectLeft } = await startStore();
    tokenOf(await store.claim("k", { leaseMs }));
    await expectLeft("k", leaseMs);
  });

  test("changes nothing for another's claim", async () => {
    const { store, expectLeft } = await startStore();
    expect(await store.claim("other", { leaseMs })).toMatchObject({ state: "in_progress" });
    await expectLeft("other", leaseMs);
  });

  test("changes nothing for a completion", async () => {
    const { store, token, expectLeft } = await startStore();
    expect(await store.complete("held", token, { ttlMs })).toBe(true);
    await expectLeft("held", ttlMs);
  });

  test("changes nothing for a release", async () => {
    const { store, token } = await startStore();
    expect(await store.release("held", token)).toBe(true);
  });
});
