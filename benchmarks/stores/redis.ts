/** Claim and complete through each client, against the same client doing one `SET NX` and one `EVALSHA`. */
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { redisStore } from "@hooks/store-redis";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { median } from "./median.ts";
import { machine, publish, table } from "./publish.ts";

/**
 * Long enough for several garbage collections in each turn: node-redis leaves so much behind, a timeout for each
 * command above all, that in short turns the ratio only says in which of the two the collection fell.
 */
const rounds = 21;
const warmUpRounds = 3;
const pairsPerRound = { 1: 500, 16: 6000, 128: 12_000 } as const;
const concurrencies = [1, 16, 128] as const;
const leaseMs = 30_000;
const ttlMs = 604_800_000;
const digest = createHash("sha256").update("a body").digest("hex");

/** The least that a claim which is settled by its token takes. */
const settleScript = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** Claims and completes the delivery of a key. */
type Pair = (key: string) => Promise<unknown>;

/** What the floor writes is as long as what the store writes. */
const floorKey = (key: string): string => `hooks:${key}`;
const floorClaim = (): string => `1c${randomUUID()}"${digest}"`;
const floorDone = `1d00000000"${digest}"`;

interface Contender {
  readonly name: string;
  readonly ours: Pair;
  readonly floor: Pair;
  readonly close: () => unknown;
}

function oursWith(client: Parameters<typeof redisStore>[0]): Pair {
  const store = redisStore(client);
  return async (key) => {
    const claim = await store.claim(key, { leaseMs, digest });
    if (claim.state !== "claimed") throw new Error(`${key} is ${claim.state}`);
    const isDone = await store.complete(key, claim.token, { ttlMs });
    if (!isDone) throw new Error(`${key} is not completed`);
  };
}

async function ioredis(port: number): Promise<Contender> {
  const client = new Redis({ port });
  await once(client, "ready");
  const sha1 = String(await client.script("LOAD", settleScript));
  const floor: Pair = async (suffix) => {
    const key = floorKey(suffix);
    const claim = floorClaim();
    const answer = await client.set(key, claim, "PX", leaseMs, "NX");
    if (answer !== "OK") throw new Error(`${key} is not claimed`);
    const isDone = await client.evalsha(sha1, 1, key, claim, floorDone, ttlMs);
    if (isDone !== 1) throw new Error(`${key} is not completed`);
  };
  return { name: "ioredis", ours: oursWith(client), floor, close: () => client.disconnect() };
}

async function nodeRedis(port: number): Promise<Contender> {
  const client = await createClient({ socket: { port } }).connect();
  const sha1 = await client.scriptLoad(settleScript);
  const setOptions = { expiration: { type: "PX", value: leaseMs }, condition: "NX" } as const;
  const floor: Pair = async (suffix) => {
    const key = floorKey(suffix);
    const claim = floorClaim();
    const answer = await client.set(key, claim, setOptions);
    if (answer !== "OK") throw new Error(`${key} is not claimed`);
    const options = { keys: [key], arguments: [claim, floorDone, String(ttlMs)] };
    const isDone = await client.evalSha(sha1, options);
    if (isDone !== 1) throw new Error(`${key} is not completed`);
  };
  return { name: "node-redis", ours: oursWith(client), floor, close: () => client.destroy() };
}

let keyCount = 0;

/** Pairs a second, so many at a time. */
async function rate(pair: Pair, concurrency: number, count: number): Promise<number> {
  let left = count;
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) await pair(`stripe:default:evt_${String(keyCount++).padStart(24, "0")}`);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return (count / (performance.now() - startedAt)) * 1000;
}

/** Both in turn, the first of them now this and now that. */
async function compare(
  { ours, floor }: Contender,
  concurrency: 1 | 16 | 128,
  flush: () => unknown,
) {
  const rates: { readonly ours: number; readonly floor: number }[] = [];
  for (let round = -warmUpRounds; round < rounds; round++) {
    const order = round % 2 === 0 ? ([ours, floor] as const) : ([floor, ours] as const);
    const first = await rate(order[0], concurrency, pairsPerRound[concurrency]);
    const second = await rate(order[1], concurrency, pairsPerRound[concurrency]);
    if (round >= 0) {
      const [oursRate, floorRate] = order[0] === ours ? [first, second] : [second, first];
      rates.push({ ours: oursRate, floor: floorRate });
    }
  }
  await flush();
  return {
    ours: median(rates.map((one) => one.ours)),
    floor: median(rates.map((one) => one.floor)),
    ratio: median(rates.map((one) => one.ours / one.floor)),
  };
}

const inThousands = (perSecond: number): string => (perSecond / 1000).toFixed(1);

async function speedTable(server: RedisServer): Promise<string> {
  const rows: string[][] = [];
  for (const connect of [ioredis, nodeRedis]) {
    const contender = await connect(server.port);
    for (const concurrency of concurrencies) {
      const flush = () => server.ask("FLUSHALL");
      const { ours, floor, ratio } = await compare(contender, concurrency, flush);
      const figures = [inThousands(ours), inThousands(floor), ratio.toFixed(2)];
      rows.push([contender.name, String(concurrency), ...figures]);
    }
    await contender.close();
  }
  const head = ["Client", "At once", "Store, 1000/s", "Floor, 1000/s", "Ratio"];
  return table(head, rows);
}

async function memoryTable(server: RedisServer): Promise<string> {
  const client = new Redis({ port: server.port });
  const store = redisStore(client);
  const count = 100_000;
  const usedBytes = async () => Number(/used_memory:(\d+)/.exec(await client.info("memory"))?.[1]);
  const rows: string[][] = [];
  for (const length of [24, 44, 100]) {
    await client.flushall();
    const before = await usedBytes();
    const keys = Array.from({ length: count }, (_, i) => String(i).padStart(length - 6, "k"));
    for (let i = 0; i < count; i += 100) {
      await Promise.all(
        keys.slice(i, i + 100).map(async (key) => {
          const claim = await store.claim(key, { leaseMs, digest });
          if (claim.state === "claimed") await store.complete(key, claim.token, { ttlMs });
        }),
      );
    }
    const bytes = (await client.memory("USAGE", `hooks:${keys[0]}`)) ?? Number.NaN;
    const whole = ((await usedBytes()) - before) / count;
    rows.push([`${length}`, `${bytes}`, `${bytes - length}`, `${Math.round(whole - length)}`]);
  }
  client.disconnect();
  const head = [
    "Key, with prefix",
    "`MEMORY USAGE`",
    "over the key",
    "`used_memory`, over the key",
  ];
  return table(head, rows);
}

const server = await RedisServer.start();
try {
  const version = /redis_version:(\S+)/.exec(await server.ask("INFO", "server"))?.[1];
  const speed = await speedTable(server);
  const memory = await memoryTable(server);
  publish(
    "redis",
    `## Redis

Redis ${version} and one client process on one machine: ${machine()}.

Claim and complete, in pairs. The floor is the same client doing, for the same keys, one \`SET … NX PX\` and one
\`EVALSHA\` that compares a token and sets, with keys and values as long. Medians of ${rounds} rounds, in each of which both have their turn; the ratio
is the median of the rounds' ratios.

${speed}

A completed delivery with a SHA-256 of its body and without a reply, in bytes. \`used_memory\` is for each of 100,000,
with what Redis needs to find them and to forget them in time.

${memory}`,
  );
} finally {
  await server.close();
}
