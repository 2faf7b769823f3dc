import { testStore } from "@hooks/testing";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { showingItems } from "./showing-items.ts";
import { startDynalite } from "./start-dynalite.ts";
import { startProxy } from "./start-proxy.ts";

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
const client = clientOf(proxy.url);

// The process's clock and the table's, for the proxy dates its answers by it. The suite moves it.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  proxy.intercept();
});
afterAll(async () => {
  await proxy.close();
  await dynalite.stop();
});

const startStore = async () => dynamodbStore({ client, table: await dynalite.createTable() });

const advance = (ms: number): unknown => vi.setSystemTime(Date.now() + ms);

describe("where a refused write shows what stands there", () => {
  beforeEach(() => proxy.intercept(showingItems));

  testStore("dynamodb", async () => ({ store: await startStore(), advance }), { test });

  test("nothing is asked for twice, but by who takes over", async () => {
    const store = await startStore();
    const claim = () => store.claim("k", { leaseMs: 1000 });
    proxy.operations.length = 0;
    const late = await claim();
    expect((await claim()).state).toBe("in_progress");
    expect(proxy.operations.splice(0)).toEqual(["PutItem", "PutItem"]);
    advance(1000);
    const result = await claim();
    expect(proxy.operations.splice(0)).toEqual(["PutItem", "PutItem"]);
    const [former, token] = [late, result].map((one) => (one.state === "claimed" ? one.token : ""));
    expect(await store.release("k", `${former}`)).toBe(false);
    expect(await store.complete("k", `${token}`, { ttlMs: 1000 })).toBe(true);
    expect((await claim()).state).toBe("done");
    expect(proxy.operations.splice(0)).toEqual(["DeleteItem", "UpdateItem", "PutItem"]);
  });
});

describe("where it does not", () => {
  const isOfRefusals = /: (claim|settle|time): /;
  testStore("dynamodb", async () => ({ store: await startStore(), advance }), {
    test: (name, run) => {
      if (isOfRefusals.test(name)) test(name, run);
    },
  });
});
