/**
 * Counts the work of a verification of 1 KB by the built packages, in a process that has done nothing else; see
 * watch-modules.ts. `HOOKS_COUNT=calls` counts calls, `HOOKS_COUNT=heap` counts bytes. Prints JSON.
 */
import { PerformanceObserver } from "node:perf_hooks";
import type { Work } from "./watch-modules.ts";

/** What was counted. */
export interface Counted {
  readonly isPlanted: boolean;
  readonly isBuilt: boolean;
  readonly modules: number;
  /** These by verification, after the first. */
  readonly dynamicImports: number;
  readonly createHmac: number;
  readonly otherCryptoCalls: number;
  readonly heapBytes: number;
  readonly collections: number;
}

const { hooksWork: work } = globalThis as typeof globalThis & { readonly hooksWork: Work };
// Not this file itself, nor what it is made of.
const own = work.modules.length;
const { sign, verify } = await import("@hooks/core");
const { github } = await import("@hooks/providers/github");
const loaded = work.modules.slice(own);

const secret = "a secret to count with";
const body = new TextEncoder().encode(`{"text":"${"x".repeat(1013)}"}`);
const delivery = await sign(github, { secret, body: new TextDecoder().decode(body), type: "push" });

async function repeat(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await verify(github, delivery, { secret });
}

async function countCalls() {
  const times = 100;
  await verify(github, delivery, { secret });
  work.dynamicImports = 0;
  work.cryptoCalls.clear();
  await repeat(times);
  const { createHmac = 0, ...others } = Object.fromEntries(work.cryptoCalls);
  const otherCalls = Object.values(others).reduce((sum, count) => sum + count, 0);
  return {
    dynamicImports: work.dynamicImports / times,
    createHmac: createHmac / times,
    otherCryptoCalls: otherCalls / times,
    heapBytes: 0,
    collections: 0,
  };
}

async function countHeap() {
  const times = 100_000;
  // Until it is compiled as it stays.
  await repeat(20_000);
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc?.();
  observer.observe({ entryTypes: ["gc"] });
  const before = process.memoryUsage().heapUsed;
  await repeat(times);
  const heapBytes = (process.memoryUsage().heapUsed - before) / times;
  // What was observed is told in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { dynamicImports: 0, createHmac: 1, otherCryptoCalls: 0, heapBytes, collections };
}

const counts = process.env["HOOKS_COUNT"] === "heap" ? await countHeap() : await countCalls();
const counted: Counted = {
  isPlanted: work.isPlanted,
  isBuilt: loaded.some((url) => url.endsWith("/packages/core/dist/node/index.js")),
  modules: loaded.length,
  ...counts,
};
console.log(JSON.stringify(counted));
