/** One measurement of the memory store, in a process that has done nothing else. Prints it as JSON. */
import { createHash } from "node:crypto";
import { memoryStore } from "@hooks/store-memory";

/** What one process has found out. */
export interface MemoryMeasurement {
  readonly pairsPerSecond: number;
  readonly megabytes: number;
  /** Two reads at random from what the index of a store of this size takes, one after the other. */
  readonly readsNs: number;
}

const entries = Number(process.argv[2]);
const pairs = 2_000_000;
const digest = createHash("sha256").update("a body").digest("hex");
const store = memoryStore({ maxEntries: entries });
let count = 0;

function claimAndComplete(times: number): void {
  for (const end = count + times; count < end; count++) {
    const key = `stripe:default:evt_${String(count).padStart(16, "0")}`;
    const claim = store.claim(key, { leaseMs: 30_000, digest });
    const isDone =
      claim.state === "claimed" && store.complete(key, claim.token, { ttlMs: 604_800_000 });
    if (!isDone) throw new Error(`${key} is not completed`);
  }
}

/** What is held, without what the garbage collector has not come to yet. */
function bytesHeld(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const bytesBefore = bytesHeld();
// Full from here on: each new delivery takes the place of the oldest.
claimAndComplete(entries);
const megabytes = (bytesHeld() - bytesBefore) / 1e6;
claimAndComplete(200_000);
const startedAt = performance.now();
claimAndComplete(pairs);
const pairsPerSecond = (pairs / (performance.now() - startedAt)) * 1000;

/** What no index is spared, for each pair: a look for the key that comes, and one for the key that goes. */
function measureReads(): number {
  const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * entries))).fill(0);
  const shift = Math.clz32(places.length) + 1;
  let state = 1;
  const read = (times: number): void => {
    for (let i = 0; i < 2 * times; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      // Nothing but zeros, so that none is missed; yet each place hangs on what was read at the one before.
      state ^= places[state >>> shift] as number;
    }
  };
  read(pairs / 10);
  const readsStartedAt = performance.now();
  read(pairs);
  return ((performance.now() - readsStartedAt) / pairs) * 1e6;
}

const readsNs = measureReads();
console.log(JSON.stringify({ pairsPerSecond, megabytes, readsNs } satisfies MemoryMeasurement));
