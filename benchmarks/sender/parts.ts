/** Where the time of a delivery goes, by the part of the program that takes it. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HotFunction, hotFunctions } from "../profiles/hot-functions.ts";
import type { SideName } from "./side.ts";

const ms = 8000;

/** Of the samples, in microseconds. */
const interval = 100;

/** Part -> what the names of its functions have in them. The first that fits counts; the last fits all. */
const patterns: Readonly<Record<string, RegExp>> = {
  "the sender": /packages\/(sender|core)\//,
  "the guard": /packages\/ssrf-guard\//,
  "the signature: HMAC": /internal\/crypto\//,
  undici: /node_modules\/undici\/|^wasm|wasm:/,
  "writing to sockets": /^write|stream_base_commons|internal\/streams\/writable/,
  "promises and callbacks": /^runMicrotasks|task_queues|internal\/timers|async_hooks/,
  "garbage collection": /^\(garbage collector\)/,
  "the rest of Node and of the benchmark": /./,
};

/** The parts, as they are called. */
export const partNames: readonly string[] = Object.keys(patterns);

/** Of one side. */
export interface Profile {
  /** Part -> its share of the time. */
  readonly shares: ReadonlyMap<string, number>;
  readonly functions: readonly HotFunction[];
}

/** Runs a side under a profiler, in a process of its own. */
export async function profileOf(url: string, side: SideName): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), "hooks-sender-"));
  try {
    const execArgv = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${interval}`];
    const args = [url, side, `${ms}`];
    const [code] = await once(
      fork(join(import.meta.dirname, "repeat.ts"), args, { execArgv }),
      "exit",
    );
    const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
    if (code !== 0 || file === undefined) throw new Error(`no profile of ${side} was written`);
    // What came before was the start.
    const functions = hotFunctions(readFileSync(join(folder, file), "utf8"), ms * 0.9);
    const shares = new Map<string, number>();
    for (const { name, share } of functions) {
      const part = partNames.find((one) => patterns[one]?.test(name)) ?? "";
      shares.set(part, (shares.get(part) ?? 0) + share);
    }
    return { shares, functions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
