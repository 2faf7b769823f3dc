/**
 * Counts what an import of `@hooks/core` with a preset loads, and what a verification of 1 KB does, in the built packages
 * and on Node: nothing of it depends on how busy the machine is. Then sees that each limit is passed by a regression
 * that is planted for it: `node benchmarks/work/check-work.ts`, after `pnpm build`.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { report } from "../../scripts/workspace.ts";
import type { Counted } from "./count-work.ts";
import { type Limit, plants } from "./plants.ts";

/** At most so much, by verification where it is not the import. */
const limits: Readonly<Record<Limit, number>> = {
  modules: 3,
  dynamicImports: 0,
  createHmac: 1,
  otherCryptoCalls: 0,
  heapBytes: 2600,
};

const dir = import.meta.dirname;

/** So much room for what is new that nothing is collected while it is counted. */
const roomy = ["--expose-gc", "--max-semi-space-size=512", "--min-semi-space-size=512"];

function count(what: "calls" | "heap", plant = ""): Counted {
  const args = [...roomy, "--import", join(dir, "watch-modules.ts"), join(dir, "count-work.ts")];
  const env = { ...process.env, HOOKS_COUNT: what, HOOKS_PLANT: plant };
  const output = execFileSync(process.execPath, args, { env, encoding: "utf8" });
  return JSON.parse(output);
}

const problems: string[] = [];
const calls = count("calls");
const heap = count("heap");
if (!calls.isBuilt) problems.push("what was counted is not what was built");
if (heap.collections > 0) problems.push("garbage was collected while the heap was counted");

const counts: Readonly<Record<Limit, number>> = { ...calls, heapBytes: Math.round(heap.heapBytes) };
for (const [name, limit] of Object.entries(limits) as [Limit, number][]) {
  if (!(counts[name] <= limit)) problems.push(`${name}: ${counts[name]}, at most ${limit} allowed`);
}
if (counts.createHmac !== 1) problems.push(`a verification has made ${counts.createHmac} HMACs`);

for (const { name, breaks } of plants) {
  const counted = count(breaks === "heapBytes" ? "heap" : "calls", name);
  if (!counted.isPlanted) problems.push(`${name}: could not be planted`);
  else if (counted[breaks] <= limits[breaks]) {
    problems.push(`${name}: was planted, and is not found by ${breaks}: ${counted[breaks]}`);
  }
}

const found = Object.entries(limits).map(
  ([name, limit]) => `${name} ${counts[name as Limit]} of ${limit}`,
);
report(problems, `${found.join(", ")}; ${plants.length} planted regressions were found`);
