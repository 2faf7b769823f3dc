import { createHash } from "node:crypto";
import { isWebhookError } from "@hooks/core";
import { Redis } from "ioredis";
import { createClient, RESP_TYPES } from "redis";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RedisClient, redisStore, type SendCommand } from "../src/index.ts";
import { claimScript, completeScript, releaseScript } from "../src/scripts.ts";
import { describeRedis } from "./install-redis.ts";
import { RedisServer } from "./redis-server.ts";
import { tokenOf } from "./token-of.ts";

const long = { leaseMs: 60_000 };
const kept = { ttlMs: 60_000 };

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return isWebhookError(error) ? error.code : error;
  }
  return "nothing thrown";
};

test.each([claimScript, completeScript, releaseScript])("a script has its right name", (script) => {
  expect(script.sha1).toBe(createHash("sha1").update(script.lua).digest("hex"));
});

describe("what is no client is refused at once:", () => {
  const method = (): undefined => undefined;
  test.each([
    ["undefined", undefined],
    ["null", null],
    ["a URL", "redis://localhost:6379"],
    ["an object", {}],
    ["options", { host: "localhost", port: 6379 }],
    // Its methods have the names of ioredis, and take other arguments.
    ["a client of another kind", { set: method, evalsha: method, eval: method }],
    ["half a client", { set: method, evalSha: method }],
  ])("%s", (_, client) => {
    expect(codeOf(() => redisStore(client as unknown as RedisClient))).toBe("option_invalid");
  });

  test("a client that is closed", () => {
    const client = new Redis({ lazyConnect: true });
    expect(codeOf(() => redisStore(client))).toBe("nothing thrown");
    client.disconnect();
    expect(codeOf(() => redisStore(client))).toBe("option_invalid");
  });

  test("a prefix that is no text", () => {
    const prefix = 5 as unknown as string;
    expect(codeOf(() => redisStore(async () => "", { prefix }))).toBe("option_invalid");
    expect(codeOf(() => redisStore(async () => "", { prefix: undefined }))).toBe("nothing thrown");
  });
});

describe("an answer that no script gives is no answer:", () => {
  const answers = [
    undefined,
    null,
    2,
    -1,
    "",
    "2",
    "OK",
    "in_progress",
    "in_progress -1",
    "claimed ",
    {},
  ];
  test.each(answers)("%j", async (answer) => {
    const store = redisStore(async ([name]) => (name === "SET" ? null : answer));
    await expect(store.claim("k", long)).rejects.toMatchObject({ code: "store_failed" });
    await expect(store.complete("k", crypto.randomUUID(), kept)).rejects.toMatchObject({
      code: "store_failed",
    });
    await expect(store.release("k", crypto.randomUUID())).rejects.toMatchObject({
      code: "store_failed",
    });
  });
});

test.each([undefined, "", 1, true, {}, "QUEUED"])("%j does not grant a claim", async (answer) => {
  const store = redisStore(async () => answer);
  await expect(store.claim("k", long)).rejects.toMatchObject({ code: "store_failed" });
});

test("a lease in its last millisecond leaves one to wait", async () => {
  const store = redisStore(async () => "in_progress 0");
  expect(await store.claim("k", long)).toEqual({ state: "in_progress", retryAfterMs: 1 });
});

describeRedis("a Redis", () => {
  let server: RedisServer;
  let client: Redis;
  const sent: string[][] = [];
  const send: SendCommand = (command) => {
    sent.push(command);
    const [name = "", ...args] = command;
    return client.call(name, ...args);
  };

  beforeAll(async () => {
    server = await RedisServer.start();
    client = new Redis({ port: server.port });
  });
  afterAll(async () => {
    client.disconnect();
    await server.close();
  });
  beforeEach(async () => {
    await client.flushall();
    sent.length = 0;
  });

  test("is asked once for each verb, and about what it knows a second time", async () => {
    const store = redisStore(send);
    for (const key of ["first", "second"]) {
      sent.length = 0;
      const token = tokenOf(await store.claim(key, long));
      await store.claim(key, long);
      await store.release(key, token);
      await store.complete(key, tokenOf(await store.claim(key, long)), kept);
      await store.claim(key, long);
    }
    const set = ["SET", "hooks:second"];
    const run = ["EVALSHA", "1", "hooks:second"];
    const places = sent.map(([name = "", ...args]) =>
      name === "SET" ? [name, args[0]] : [name, ...args.slice(1, 3)],
    );
    expect(places).toEqual([set, set, run, run, set, run, set, run]);
  });

  test("holds stores apart by their prefix", async () => {
    const stores = ["a:", "b:", ""].map((prefix) => redisStore(client, { prefix }));
    for (const store of stores) tokenOf(await store.claim("k", long));
    expect((await client.keys("*")).sort()).toEqual(["a:k", "b:k", "k"]);
  });

  test("takes keys as they are, where they are readable", async () => {
    const store = redisStore(client);
    await store.claim("stripe:scope%20one:evt_1{größe}", long);
    expect(await client.keys("*")).toEqual(["hooks:stripe:scope%20one:evt_1{größe}"]);
  });

  test("always has an end for what it is given", async () => {
    const store = redisStore(client);
    await store.complete("done", tokenOf(await store.claim("done", { leaseMs: 1000 })), {
      ttlMs: 86_400_000,
    });
    await store.claim("held", { leaseMs: 1500.2 });
    expect(await client.pttl("hooks:done")).toBeGreaterThan(86_399_000);
    expect(await client.pttl("hooks:done")).toBeLessThanOrEqual(86_400_000);
    expect(await client.pttl("hooks:held")).toBeLessThanOrEqual(1501);
    expect(await client.pttl("hooks:held")).toBeGreaterThan(1000);
  });

  test("keeps a completed delivery in 200 bytes and its key", async () => {
    const digest = createHash("sha256").update("").digest("hex");
    for (const length of [1, 40, 80, 200, 1000]) {
      const key = "k".repeat(length);
      const store = redisStore(client);
      const token = tokenOf(await store.claim(key, { ...long, digest }));
      await store.complete(key, token, { ttlMs: 604_800_000 });
      const bytes = await client.memory("USAGE", `hooks:${key}`);
      expect(bytes).toBeLessThanOrEqual(200 + length);
    }
  });

  test("is refused a key that is too long, before it is sent", async () => {
    const store = redisStore(send);
    for (const key of ["k".repeat(1_000_000), "é".repeat(500_000), "\ud800".repeat(170_000)]) {
      await expect(store.claim(key, long)).rejects.toMatchObject({ code: "store_failed" });
      await expect(store.complete(key, "t", kept)).rejects.toMatchObject({ code: "store_failed" });
      await expect(store.release(key, "t")).rejects.toMatchObject({ code: "store_failed" });
    }
    expect(sent).toEqual([]);
    tokenOf(await store.claim("é".repeat(499_000), long));
  });

  test("is used with no more rights than the documentation says", async () => {
    const rights = ["~hooks:*", "+evalsha", "+eval", "+set", "+get", "+del", "+pttl"];
    const ofClients = ["+hello", "+info"];
    const user = ["on", ">password", "resetkeys", "-@all", ...rights, ...ofClients];
    await client.acl("SETUSER", "hooks", ...user);
    const [username, password] = ["hooks", "password"];
    const ioredis = new Redis({ port: server.port, username, password });
    const nodeRedis = createClient({ url: server.url, username, password });
    await nodeRedis.connect();
    try {
      for (const one of [ioredis, nodeRedis]) {
        await client.script("FLUSH");
        await client.flushall();
        const store = redisStore(one);
        const first = tokenOf(await store.claim("k", long));
        expect((await store.claim("k", long)).state).toBe("in_progress");
        expect(await store.release("k", first)).toBe(true);
        expect(await store.complete("k", tokenOf(await store.claim("k", long)), kept)).toBe(true);
        const others = redisStore(one, { prefix: "others:" });
        await expect(others.claim("k", long)).rejects.toThrow("NOPERM");
      }
    } finally {
      ioredis.disconnect();
      nodeRedis.destroy();
    }
  });

  test("may be read by a client that gives bytes", async () => {
    const mapping = { [RESP_TYPES.BLOB_STRING]: Buffer };
    const bytes = createClient({ url: server.url, commandOptions: { typeMapping: mapping } });
    await bytes.connect();
    try {
      const store = redisStore(bytes);
      const reply = { status: 200, headers: {}, body: "größe" };
      await store.complete("k", tokenOf(await store.claim("k", long)), { ...kept, reply });
      expect(await store.claim("k", long)).toEqual({ state: "done", reply });
    } finally {
      bytes.destroy();
    }
  });
});
