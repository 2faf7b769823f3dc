/**
 * Microseconds of a verification, by us, by hand and by others, in one process:
 * `node benchmarks/verify/run.ts [--write]`, after `pnpm build`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Delivery } from "@hooks/core";
import { median } from "../stores/median.ts";
import { machine, table } from "../stores/publish.ts";
import { type Case, type Contender, cases, deliveryOf } from "./cases.ts";

const rounds = 41;
/** How long one contender is run in one round, about. */
const roundMs = 20;
const sizes = [256, 1024, 16_384, 262_144] as const;

async function run(contender: Contender, delivery: Delivery, times: number): Promise<number> {
  const startedAt = performance.now();
  for (let i = 0; i < times; i++) {
    const answer = contender(delivery);
    if (answer instanceof Promise) await answer;
  }
  return ((performance.now() - startedAt) * 1000) / times;
}

/** @throws Error when a contender refuses what is genuine, or accepts what is not */
async function assertRight(name: string, contender: Contender, delivery: Delivery): Promise<void> {
  const body = Buffer.from(delivery.body);
  body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1;
  const accepts = async (one: Delivery): Promise<boolean> => {
    try {
      return (await contender(one)) !== false;
    } catch {
      return false;
    }
  };
  const isRight = (await accepts(delivery)) && !(await accepts({ ...delivery, body }));
  if (!isRight) throw new Error(`${name} does not do the work`);
}

interface Measurement {
  readonly name: string;
  readonly bytes: number;
  readonly microseconds: number;
  /** Of the middle half of the rounds. */
  readonly spread: readonly [number, number];
  /** Ours over this one's, the median of the rounds. */
  readonly ratio: number;
}

async function measure(one: Case, bytes: number): Promise<readonly Measurement[]> {
  const delivery = await deliveryOf(one, bytes);
  const contenders = Object.entries(one.contenders);
  for (const [name, contender] of contenders) await assertRight(name, contender, delivery);
  const times = await Promise.all(
    contenders.map(async ([, contender]) => {
      await run(contender, delivery, 2000);
      return Math.max(1, Math.round((roundMs * 1000) / (await run(contender, delivery, 50))));
    }),
  );
  const all: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contenders.length; i++) {
      // Each goes first as often as the others.
      const turn = (i + round) % contenders.length;
      const [, contender] = contenders[turn] as [string, Contender];
      all[turn]?.push(await run(contender, delivery, times[turn] as number));
    }
  }
  const [ours = []] = all;
  return contenders.map(([name], i) => {
    const own = all[i] as number[];
    const sorted = own.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] as number;
    const ratio = median(own.map((microseconds, round) => (ours[round] as number) / microseconds));
    return { name, bytes, microseconds: median(own), spread: [at(0.25), at(0.75)], ratio };
  });
}

const results: { readonly name: string; readonly measured: readonly Measurement[] }[] = [];
const sections: string[] = [];
for (const one of cases) {
  const measured: Measurement[] = [];
  for (const bytes of sizes) measured.push(...(await measure(one, bytes)));
  results.push({ name: one.name, measured });
  const rows = measured.map(({ name, bytes, microseconds, spread, ratio }, i) => [
    name,
    bytes.toLocaleString("en"),
    microseconds.toFixed(1),
    spread.map((number) => number.toFixed(1)).join("–"),
    i % Object.keys(one.contenders).length === 0 ? "" : ratio.toFixed(2),
  ]);
  const head = ["", "bytes", "µs", "middle half", "ours over it"];
  sections.push(`## ${one.name}\n\n${table(head, rows)}`);
  console.log(`\n${sections.at(-1)}`);
}

const page = `# How fast a delivery is verified

Written by \`node benchmarks/verify/run.ts --write\`, after \`pnpm build\`.

${machine()}. One process; each does the same work on the same bytes, and its answers are checked before it is timed.
Medians of ${rounds} rounds, in which all take turns; a ratio is the median of the rounds' ratios, and below 1 ours is faster.

${sections.join("\n\n")}
`;
if (process.argv.includes("--write")) {
  const dir = join(import.meta.dirname, "../../docs/benchmarks");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "verify.md"), page);
  writeFileSync(
    join(dir, "verify.json"),
    `${JSON.stringify({ machine: machine(), rounds, results }, null, 2)}\n`,
  );
}
