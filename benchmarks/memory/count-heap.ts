/**
 * Bytes on the heap for one verification of 1 KB: `node --max-semi-space-size=512 --min-semi-space-size=512 --expose-gc
 * count-heap.ts <times> [sites]`. With so much room for what is new, nothing is collected while it is counted. With
 * `sites` it tells instead where they are allocated. Prints JSON.
 */
import { Session } from "node:inspector/promises";
import { PerformanceObserver } from "node:perf_hooks";
import { verify } from "@hooks/core";
import { github } from "@hooks/providers/github";
import { caseNamed, deliveryOf } from "../verify/cases.ts";
import { type AllocationNode, type Site, sitesOf } from "./sites-of.ts";

/** What was counted. */
export interface HeapCount {
  readonly bytes: number;
  /** Of the garbage, in the time that was counted; any makes the count worthless. */
  readonly collections: number;
}

const times = Number(process.argv[2]);
const one = caseNamed("GitHub's scheme");
const delivery = await deliveryOf(one, 1024);
const { secret } = one;

async function repeat(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await verify(github, delivery, { secret });
}

async function countHeap(): Promise<HeapCount> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc?.();
  observer.observe({ entryTypes: ["gc"] });
  const before = process.memoryUsage().heapUsed;
  await repeat(times);
  const bytes = (process.memoryUsage().heapUsed - before) / times;
  // What was observed is told in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { bytes, collections };
}

async function findSites(): Promise<readonly Site[]> {
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.startSampling", {
    samplingInterval: 64,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await repeat(times);
  const { profile } = await session.post("HeapProfiler.stopSampling");
  return sitesOf(profile.head as AllocationNode, times);
}

// Until it is compiled as it stays.
await repeat(20_000);
console.log(JSON.stringify(process.argv[3] === "sites" ? await findSites() : await countHeap()));
