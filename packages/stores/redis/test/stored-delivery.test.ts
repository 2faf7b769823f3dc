import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { redisStore } from "../src/index.ts";
import { describeRedis } from "./install-redis.ts";
import { ReceiverTrial } from "./receiver-trial.ts";
import { RedisServer } from "./redis-server.ts";

const long = { leaseMs: 60_000 };
const kept = { ttlMs: 60_000 };
const uuid = "01234567-89ab-4def-8123-456789abcdef";
const strings = [
  "",
  "garbage",
  "claimed",
  "in_progress 5",
  "1",
  "1c",
  `1c${uuid.slice(1)}`,
  `1c${uuid.replaceAll("-", "_")}`,
  `2c${uuid}`,
  "1d",
  "1d1234567",
  "1dABCDEF01",
  '1d12345678"unended',
  '1d12345678{"digest":1}',
  "1d12345678null",
  '1d12345678"d"\n',
  '1d12345678"d"\nnull',
  '1d12345678"d"\n{}',
  '1d12345678"d"\n{"status":"200","headers":{},"body":null}',
  '1d12345678"d"\n{"status":200,"headers":null,"body":null}',
  '1d12345678"d"\n{"status":200,"headers":{},"body":5}',
  '1d12345678"d"\n{"status":200,"headers":{}}',
  '1d12345678"d"\n{"status":200,"headers":{},"base64":"*"}',
  '1d12345678"d"\n{"status":200,"headers":{},"body":"b","base64":"YQ=="}',
];

describeRedis("a key that", () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await RedisServer.start();
    client = new Redis({ port: server.port });
  });
  afterAll(async () => {
    client.disconnect();
    await server.close();
  });
  beforeEach(() => client.flushall());

  test.each(strings)("holds %j: fails, and stays as it is", async (text) => {
    const store = redisStore(client);
    await client.set("hooks:k", text, "PX", 60_000);
    await expect(store.claim("k", long)).rejects.toMatchObject({ code: "store_failed" });
    expect(await store.complete("k", uuid.replace("0", "f"), kept)).toBe(false);
    expect(await store.release("k", uuid.replace("0", "f"))).toBe(false);
    expect(await client.get("hooks:k")).toBe(text);
  });

  test("holds a claim without an end, which would be held for ever: fails", async () => {
    const store = redisStore(client);
    await client.set("hooks:k", `1c${uuid}`);
    await expect(store.claim("k", long)).rejects.toMatchObject({ code: "store_failed" });
    expect(await client.pttl("hooks:k")).toBe(-1);
  });

  test("holds bytes that are no text: fails", async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0, 0x31, 0x63]);
    await client.set("hooks:k", bytes);
    const store = redisStore(client);
    await expect(store.claim("k", long)).rejects.toMatchObject({ code: "store_failed" });
    expect(await client.getBuffer("hooks:k")).toEqual(bytes);
  });

  test("is of another type: fails, and the delivery is handled once it is gone", async () => {
    await client.hset("hooks:sample:default:1", "a", "b");
    const store = redisStore(client);
    await expect(store.claim("sample:default:1", long)).rejects.toThrow("WRONGTYPE");
    await expect(store.complete("sample:default:1", uuid, kept)).rejects.toThrow("WRONGTYPE");
    await expect(store.release("sample:default:1", uuid)).rejects.toThrow("WRONGTYPE");
    const trial = new ReceiverTrial(store, 1000);
    expect(await trial.deliver("1")).toBe("503 store_failed");
    await client.set("hooks:sample:default:1", "garbage");
    expect(await trial.deliver("1")).toBe("503 store_failed");
    expect(trial.runs).toBe(0);
    await client.del("hooks:sample:default:1");
    expect(await trial.deliver("1")).toBe("200");
  });

  test("was written in version 1: is read", async () => {
    const store = redisStore(client);
    await client.set("hooks:held", `1c${uuid}"d"`, "PX", 5000);
    await client.set("hooks:done", '1d89abcdef"d"');
    await client.set("hooks:text", '1d89abcdef\n{"status":201,"headers":{"a":"b"},"body":"é"}');
    await client.set("hooks:bytes", '1d89abcdef"d"\n{"status":200,"headers":{},"base64":"/wA="}');
    expect((await store.claim("held", long)).state).toBe("in_progress");
    for (const token of [uuid, `${uuid}"c"`, `${uuid}"d"x`, `${uuid}"d"`.slice(1)]) {
      expect(await store.complete("held", token, kept)).toBe(false);
      expect(await store.release("held", token)).toBe(false);
    }
    expect(await store.complete("held", `${uuid}"d"`, kept)).toBe(true);
    expect(await store.claim("held", long)).toEqual({ state: "done", digest: "d" });
    expect(await store.claim("done", long)).toEqual({ state: "done", digest: "d" });
    const text = { status: 201, headers: { a: "b" }, body: "é" };
    expect(await store.claim("text", long)).toEqual({ state: "done", reply: text });
    const bytes = { status: 200, headers: {}, body: Uint8Array.of(255, 0) };
    expect(await store.claim("bytes", long)).toEqual({ state: "done", digest: "d", reply: bytes });
  });
});
