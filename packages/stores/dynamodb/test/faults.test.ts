import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { startDynalite } from "./start-dynalite.ts";
import { type Answer, type Intercept, startProxy } from "./start-proxy.ts";
import { tokenOf } from "./token-of.ts";

const dynalite = await startDynalite();
const proxy = await startProxy(dynalite.url);
// What the client asks for again when it may is another matter, and tested elsewhere.
const client = clientOf(proxy.url, { maxAttempts: 1 });

afterEach(() => proxy.intercept());
afterAll(async () => {
  await proxy.close();
  await dynalite.stop();
});

vi.setConfig({ testTimeout: 60_000 });

/** More than a busy machine takes. */
const storeTimeoutMs = 1500;
const startStore = async () => dynamodbStore({ client, table: await dynalite.createTable() });

const dated = (status: number, type: string, body: string): Answer => ({
  status,
  headers: { "content-type": type, date: new Date().toUTCString() },
  body,
});

/** An error as DynamoDB answers it. */
const refusal = (error: string, status = 400): Answer =>
  dated(
    status,
    "application/x-amz-json-1.0",
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${error}`, message: error }),
  );

const foreign = JSON.stringify({
  __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
  Item: { state: { S: "done" } },
});

/** What comes instead of an answer, while nothing is written. */
const faults: Readonly<Record<string, Intercept>> = {
  "drops the connection": async () => undefined,
  "drops it halfway through its answer": async () => ({
    ...refusal("InternalServerError", 500),
    cutAt: 20,
  }),
  "does not answer in time": async ({ operation, input, ask }) => {
    await pause(2 * storeTimeoutMs);
    return ask(operation, { ...input, TableName: "another" });
  },
  fails: async () => refusal("InternalServerError", 500),
  throttles: async () => refusal("ThrottlingException"),
  "has no capacity left": async () => refusal("ProvisionedThroughputExceededException"),
  "denies access": async () => refusal("AccessDeniedException"),
  "is read-only": async ({ operation, forward }) =>
    operation === "GetItem" ? forward() : refusal("AccessDeniedException"),
  "is gone": async () => refusal("ResourceNotFoundException"),
  "answers with a page": async () => dated(200, "text/html", "<html>Welcome to this network"),
  "answers with half of its JSON": async () => dated(200, "application/json", '{"Attributes":{'),
  "answers with an item that is not the store's": async () =>
    dated(400, "application/x-amz-json-1.0", foreign),
  "does not date its answers": async () => ({ status: 200, headers: {}, body: "{}" }),
};

describe.each(Object.entries(faults))("a table that %s", (_, fault) => {
  test("takes no claim, and the provider's next try is handled", async () => {
    const { deliver, runs, outcomes } = createEndpoint(await startStore(), { storeTimeoutMs });
    proxy.intercept(fault);
    expect(await deliver("1")).toMatchObject({ status: 503, body: '{"error":"store_failed"}' });
    expect(outcomes).toMatchObject([{ kind: "failed", code: "store_failed" }]);
    expect(runs).toEqual([]);
    proxy.intercept();
    expect((await deliver("1")).status).toBe(200);
    expect(runs).toEqual(["1"]);
  });

  test("leaves what the handler has done as it is", async () => {
    const { deliver, outcomes } = createEndpoint(await startStore(), {
      storeTimeoutMs,
      on: {
        "*": ({ id }) => {
          proxy.intercept(fault);
          if (id === "failing") throw new Error("not yet");
        },
      },
    });
    expect((await deliver("1")).status).toBe(200);
    proxy.intercept();
    expect(await deliver("failing")).toMatchObject({ body: '{"error":"handler_failed"}' });
    const storeError = { code: "store_failed" };
    expect(outcomes).toMatchObject([
      { kind: "processed", storeError },
      { kind: "failed", code: "handler_failed", storeError },
    ]);
    proxy.intercept();
    expect((await deliver("1")).status).toBe(409);
  });

  test("makes every verb reject with what is wrong", async () => {
    const store = await startStore();
    const token = tokenOf(await store.claim("held", { leaseMs: 60_000 }));
    proxy.intercept(fault);
    const calls = [
      store.claim("k", { leaseMs: 60_000 }),
      store.complete("held", token, { ttlMs: 60_000 }),
      store.release("held", token),
    ];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({
        reason: { name: "WebhookError", code: "store_failed", cause: expect.any(Error) },
      });
    }
    proxy.intercept();
    expect(await store.release("held", token)).toBe(true);
  });
});
