import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { startDynalite } from "./start-dynalite.ts";
import { type Intercept, startProxy } from "./start-proxy.ts";
import { tokenOf } from "./token-of.ts";

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
const maxAttempts = 3;
const client = clientOf(proxy.url, { maxAttempts });

afterEach(() => proxy.intercept());
afterAll(async () => {
  await proxy.close();
  await dynalite.stop();
});

const startStore = async () => dynamodbStore({ client, table: await dynalite.createTable() });

const leaseMs = 60_000;
const ttlMs = 60_000;

/** Does all that is asked, but drops the connection halfway through the first answers to an operation. */
function losing(operation: string, times: number): Intercept {
  let lost = 0;
  return async (call) => {
    const answer = await call.forward();
    return call.operation === operation && lost++ < times ? { ...answer, cutAt: 1 } : answer;
  };
}

test("a claim whose answer is lost is the same claim when the client asks again", async () => {
  const { deliver, runs } = createEndpoint(await startStore());
  proxy.intercept(losing("PutItem", maxAttempts - 1));
  proxy.operations.length = 0;
  expect((await deliver("1")).status).toBe(200);
  expect(proxy.operations).toEqual(["PutItem", "PutItem", "PutItem", "UpdateItem"]);
  expect(runs).toEqual(["1"]);
});

test("a completion whose answer is lost is done, and once", async () => {
  const { deliver, runs, outcomes } = createEndpoint(await startStore(), {
    on: { "*": () => ({ status: 202, headers: { "x-run": `${runs.length}` }, body: "once" }) },
  });
  proxy.intercept(losing("UpdateItem", maxAttempts - 1));
  proxy.operations.length = 0;
  const first = await deliver("1");
  expect(proxy.operations).toEqual(["PutItem", "UpdateItem", "UpdateItem", "UpdateItem"]);
  const second = await deliver("1");
  expect(second.headers).toEqual({ ...first.headers, "webhook-duplicate": "true" });
  expect(second).toMatchObject({ status: 202, body: "once" });
  expect(outcomes).toMatchObject([{ kind: "processed" }, { kind: "duplicate" }]);
  expect(outcomes[0]?.storeError).toBeUndefined();
  expect(runs).toEqual(["1"]);
});

test("a release whose answer is lost has freed the delivery", async () => {
  const { deliver, runs } = createEndpoint(await startStore(), {
    on: {
      "*": () => {
        if (runs.length === 1) throw new Error("not yet");
      },
    },
  });
  proxy.intercept(losing("DeleteItem", maxAttempts - 1));
  expect((await deliver("1")).status).toBe(500);
  expect((await deliver("1")).status).toBe(200);
  expect(runs).toEqual(["1", "1"]);
});

test("a claim that nobody has learnt of ends with its lease", async () => {
  const store = await startStore();
  proxy.intercept(losing("PutItem", maxAttempts));
  await expect(store.claim("k", { leaseMs: 3000 })).rejects.toThrow(
    "the request to DynamoDB failed",
  );
  expect(await store.claim("k", { leaseMs })).toMatchObject({ state: "in_progress" });
  await pause(3500);
  tokenOf(await store.claim("k", { leaseMs }));
});

/** Keeps the next request for an operation on its way, until it is let go. */
function keepNext(operation: string): { readonly kept: Promise<void>; readonly letGo: () => void } {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const kept = new Promise<void>((resolve) => {
    proxy.intercept(async (call) => {
      if (call.operation !== operation) return call.forward();
      proxy.intercept();
      resolve();
      await gate;
      return call.forward();
    });
  });
  return { kept, letGo };
}

test("a completion that is on its way until another holds the claim is refused", async () => {
  const store = await startStore();
  const late = tokenOf(await store.claim("k", { leaseMs: 300 }));
  const { kept, letGo } = keepNext("UpdateItem");
  const completion = store.complete("k", late, { ttlMs });
  await kept;
  await pause(800);
  const token = tokenOf(await store.claim("k", { leaseMs }));
  letGo();
  expect(await completion).toBe(false);
  expect(await store.claim("k", { leaseMs })).toMatchObject({ state: "in_progress" });
  expect(await store.complete("k", token, { ttlMs })).toBe(true);
});

test("a release that is on its way until another holds the claim is refused", async () => {
  const store = await startStore();
  const late = tokenOf(await store.claim("k", { leaseMs: 300 }));
  const { kept, letGo } = keepNext("DeleteItem");
  const release = store.release("k", late);
  await kept;
  await pause(800);
  const token = tokenOf(await store.claim("k", { leaseMs }));
  letGo();
  expect(await release).toBe(false);
  expect(await store.complete("k", token, { ttlMs })).toBe(true);
});

test("a claim that is on its way to take over loses to one that was faster", async () => {
  const store = await startStore();
  for (const what of ["claimed", "completed"]) {
    tokenOf(await store.claim(what, { leaseMs: 1 }));
    await pause(10);
    let { kept, letGo } = keepNext("GetItem");
    const slow = store.claim(what, { leaseMs });
    await kept;
    // It has seen the lease that has ended; now it is about to replace it.
    const seen = keepNext("PutItem");
    letGo();
    await seen.kept;
    ({ letGo } = seen);
    const token = tokenOf(await store.claim(what, { leaseMs }));
    if (what === "completed") expect(await store.complete(what, token, { ttlMs })).toBe(true);
    letGo();
    expect((await slow).state).toBe(what === "completed" ? "done" : "in_progress");
  }
});
