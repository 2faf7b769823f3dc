/** Claim and complete in a memory store that is full, with few entries and with many. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { MemoryMeasurement } from "./measure-memory.ts";
import { median } from "./median.ts";
import { machine, publish, table } from "./publish.ts";

const rounds = 9;
const sizes = [1000, 1_000_000] as const;

const measure = (entries: number): MemoryMeasurement =>
  JSON.parse(
    execFileSync(
      process.execPath,
      ["--expose-gc", join(import.meta.dirname, "measure-memory.ts"), `${entries}`],
      { encoding: "utf8" },
    ),
  );

const all = Array.from({ length: rounds }, () => sizes.map(measure));

const rows = sizes.map((entries, i) => {
  const own = all.map((round) => round[i] as MemoryMeasurement);
  const rate = median(own.map(({ pairsPerSecond }) => pairsPerSecond));
  const megabytes = median(own.map((one) => one.megabytes));
  const readsNs = median(own.map((one) => one.readsNs));
  const pair = [(rate / 1e6).toFixed(2), (1e9 / rate).toFixed(0)];
  return [entries.toLocaleString("en"), ...pair, readsNs.toFixed(0), megabytes.toFixed(0)];
});
const ratio = median(
  all.map(([few, many]) => (many?.pairsPerSecond ?? 0) / (few?.pairsPerSecond ?? 0)),
);

publish(
  "memory",
  `## Memory

${machine()}, on one of its cores. Claim and complete, in pairs, each of a new delivery with a key of 35 characters and a
SHA-256, in a store that is full, so that each takes the place of the oldest. Medians of ${rounds} processes for each row,
taken in turn. The memory is what the process holds more, after a garbage collection, once the store is full.

${table(["Entries", "Pairs, million/s", "A pair, ns", "Two reads, ns", "MB"], rows)}

A million entries against a thousand: ${ratio.toFixed(2)} of the speed. The reads are what no index is spared: one for the
key that comes and one for the key that goes, at random from an array as large as the index, each after the other.`,
);
