import { type AttributeValue, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Reply } from "@hooks/core";
import { afterAll, describe, expect, test, vi } from "vitest";
import { dynamodbStore } from "../src/index.ts";
import { clientOf } from "./client-of.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { documentedSetup } from "./documented-setup.ts";
import { startDynalite } from "./start-dynalite.ts";
import { tokenOf } from "./token-of.ts";

vi.setConfig({ testTimeout: 60_000 });

const dynalite = await startDynalite();
const client = clientOf(dynalite.url);
const table = await dynalite.createTable();
const store = dynamodbStore({ client, table });

afterAll(() => dynalite.stop());

type Item = Record<string, AttributeValue>;

const read = async (key: string): Promise<Item> => {
  const command = new GetItemCommand({ TableName: table, Key: { key: { S: key } } });
  return (await client.send(command)).Item ?? {};
};
const write = (item: Item) => client.send(new PutItemCommand({ TableName: table, Item: item }));

const leaseMs = 60_000;
const ttlMs = 86_400_000;

/** Completes a delivery; returns what a duplicate gets. */
async function record(key: string, reply: Reply): Promise<Reply | undefined> {
  const token = tokenOf(await store.claim(key, { leaseMs }));
  expect(await store.complete(key, token, { ttlMs, reply })).toBe(true);
  const result = await store.claim(key, { leaseMs });
  if (result.state !== "done") throw new Error(`it is ${result.state}`);
  return result.reply;
}

describe("an item", () => {
  const { ttlAttribute } = documentedSetup();
  const nextSecond = (ms: number): string => `${Math.ceil(ms / 1000)}`;

  test("tells people what it is, and DynamoDB when it may go, but not the holder's token", async () => {
    const token = tokenOf(await store.claim("items:default:1", { leaseMs, digest: "d" }));
    const claimed = await read("items:default:1");
    const leaseEnd = Number(claimed["untilMs"]?.N);
    expect(Math.abs(leaseEnd - Date.now() - leaseMs)).toBeLessThan(2000);
    expect(claimed).toEqual({
      key: { S: "items:default:1" },
      state: { S: "claimed" },
      token: { S: token },
      untilMs: { N: String(leaseEnd) },
      [ttlAttribute]: { N: nextSecond(leaseEnd) },
      digest: { S: "d" },
    });

    const reply = { status: 202, headers: { a: "b" }, body: "größe" };
    expect(await store.complete("items:default:1", token, { ttlMs, reply })).toBe(true);
    const done = await read("items:default:1");
    const end = Number(done["untilMs"]?.N);
    expect(Math.abs(end - Date.now() - ttlMs)).toBeLessThan(2000);
    expect(done).toEqual({
      key: { S: "items:default:1" },
      state: { S: "done" },
      token: { S: expect.not.stringContaining(token) },
      untilMs: { N: String(end) },
      [ttlAttribute]: { N: nextSecond(end) },
      digest: { S: "d" },
      reply: { S: '{"status":202,"headers":{"a":"b"}}' },
      body: { S: "größe" },
    });
  });

  test("is gone when its claim is released", async () => {
    const token = tokenOf(await store.claim("released", { leaseMs }));
    expect(await store.release("released", token)).toBe(true);
    expect(await read("released")).toEqual({});
  });

  test("that DynamoDB has not cleaned away yet counts for nothing", async () => {
    for (const state of ["claimed", "done"]) {
      await write({
        key: { S: state },
        state: { S: state },
        token: { S: "old" },
        untilMs: { N: "1700000000000" },
        expiresAt: { N: "1700000000" },
        digest: { S: "old" },
        reply: { S: '{"status":200,"headers":{}}' },
        body: { S: "old" },
      });
      const token = tokenOf(await store.claim(state, { leaseMs }));
      expect(Object.keys(await read(state)).sort()).toEqual([
        "expiresAt",
        "key",
        "state",
        "token",
        "untilMs",
      ]);
      expect(await store.complete(state, token, { ttlMs })).toBe(true);
      expect(await store.claim(state, { leaseMs })).toEqual({ state: "done" });
    }
  });

  const times = [1, 0.5, 1500.25, Number.MAX_SAFE_INTEGER];
  test.each(times)("can live for %d ms", async (ms) => {
    const token = tokenOf(await store.claim(`lease ${ms}`, { leaseMs: ms }));
    expect(await store.complete(`lease ${ms}`, token, { ttlMs: ms })).toBe(ms > 1000);
  });
});

describe("an item that this store did not write", () => {
  const mine: Item = {
    state: { S: "done" },
    token: { S: "t" },
    untilMs: { N: "9999999999999" },
    digest: { S: "d" },
    reply: { S: '{"status":200,"headers":{}}' },
    body: { S: "text" },
  };
  const foreign: Readonly<Record<string, Item>> = {
    "nothing of ours": { owner: { S: "another" } },
    "another state": { ...mine, state: { S: "DONE" } },
    "a state that is no text": { ...mine, state: { N: "1" } },
    "a token that is no text": { ...mine, token: { B: Uint8Array.of(1) } },
    "a time that is no number": { ...mine, untilMs: { S: "9999999999999" } },
    "a digest that is no text": { ...mine, digest: { BOOL: true } },
    "a reply that is no text": { ...mine, reply: { M: {} } },
    "a reply that is no JSON": { ...mine, reply: { S: "{" } },
    "a reply that is nothing": { ...mine, reply: { S: "null" } },
    "a body that is no text or bytes": { ...mine, body: { L: [] } },
  };

  test("would be taken if it were not for that", async () => {
    await write({ key: { S: "mine" }, ...mine });
    expect(await store.claim("mine", { leaseMs })).toMatchObject({ state: "done", digest: "d" });
  });

  test.each(Object.entries(foreign))("%s: fails, and is left as it is", async (what, item) => {
    await write({ key: { S: what }, ...item });
    const failed = {
      code: "store_failed",
      cause: { message: expect.stringContaining("did not write") },
    };
    await expect(store.claim(what, { leaseMs })).rejects.toMatchObject(failed);
    await expect(store.complete(what, "another", { ttlMs })).rejects.toMatchObject(failed);
    await expect(store.release(what, "another")).rejects.toMatchObject(failed);
    expect(await read(what)).toEqual({ key: { S: what }, ...item });
  });
});

describe("a reply", () => {
  const text = "x".repeat(256 * 1024);

  test.each([
    ["of 256 KB of text", text],
    ["of 256 KB of quotes and line feeds", '"\n'.repeat(128 * 1024)],
    ["of 256 KB of bytes", Uint8Array.from({ length: 256 * 1024 }, (_, i) => (i * 31) & 255)],
    ["of no bytes", new Uint8Array()],
    ["of no text", ""],
    ["without a body", null],
    ["of text without UTF-8", "a\ud83e \udefd z"],
  ])("%s comes back as it was", async (what, body) => {
    const headers = Object.fromEntries([
      ["X-Größe", "ö\ud83e"],
      ["__proto__", "p"],
    ]);
    const recorded = await record(what, { status: 299, headers, body });
    expect(recorded).toEqual({ status: 299, headers: expect.anything(), body });
    expect(Object.entries(recorded?.headers ?? {})).toEqual(Object.entries(headers));
    // DynamoDB takes no text that has no UTF-8; the server of these tests does.
    const texts = Object.values(await read(what)).map(({ S }) => S ?? "");
    for (const text of texts) expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  const headers = { "content-type": "text/plain" };
  const headBytes = JSON.stringify({ status: 200, headers }).length;
  const mostBytes = 396 * 1024 - headBytes;

  test("is kept up to 396 KiB, with the longest key", async () => {
    for (const body of [
      "x".repeat(mostBytes),
      new Uint8Array(mostBytes),
      "€".repeat(mostBytes / 3),
    ]) {
      const key = `${typeof body}${body.length}`.padEnd(2048, "k");
      expect(await record(key, { status: 200, headers, body })).toEqual({
        status: 200,
        headers,
        body,
      });
    }
  });

  test.each([
    ["text", "x".repeat(mostBytes + 1)],
    ["bytes", new Uint8Array(mostBytes + 1)],
    ["text of more bytes than characters", "€".repeat(mostBytes / 3 + 1)],
    ["five megabytes", "x".repeat(5_000_000)],
  ])("that is larger is left out, and the delivery completed: %s", async (what, body) => {
    expect(await record(`large: ${what}`, { status: 200, headers, body })).toBeUndefined();
  });

  test("that is left out is answered by the default to a duplicate", async () => {
    const body = "x".repeat(500_000);
    const { deliver, runs, outcomes } = createEndpoint(store, {
      on: { "*": () => ({ status: 202, headers: {}, body }) },
    });
    expect(await deliver("1")).toMatchObject({ status: 202, body });
    expect(await deliver("1")).toMatchObject({
      status: 200,
      headers: { "webhook-duplicate": "true" },
      body: '{"received":true,"eventId":"1"}',
    });
    expect(runs).toEqual(["1"]);
    expect(outcomes.map(({ storeError }) => storeError)).toEqual([undefined, undefined]);
  });
});
