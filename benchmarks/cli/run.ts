/**
 * How long the command line takes to start, over bare Node.
 *
 * `node benchmarks/cli/run.ts [--write]`, after `pnpm build`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const bin = join(root, "packages/cli/dist/bin.js");
const rounds = 41;

const cases = [
  ["bare Node", ["-e", "0"]],
  ["`hooks --version`", [bin, "--version"]],
  ["`hooks --help`", [bin, "--help"]],
  ["`hooks trigger --help`", [bin, "trigger", "--help"]],
  ["`hooks init --help`", [bin, "init", "--help"]],
  ["what a shell asks on Tab", [bin, "complete", "--", "trigger", "stri"]],
  ["`hooks providers`, which loads all", [bin, "providers"]],
] as const;

function time(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
  if (status !== 0) throw new Error(`${args.join(" ")} has failed`);
  return performance.now() - start;
}

/** The value below which a share of the numbers is. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

const times: number[][] = cases.map(() => []);
for (const [, args] of cases) time(args);
// They take turns, so that what else the machine does befalls all of them.
for (let i = 0; i < rounds; i++) {
  for (const [at, [, args]] of cases.entries()) times[at]?.push(time(args));
}
const [floor = []] = times;

const rows = cases.map(([name], at) => {
  const own = times[at] ?? [];
  const over = own.map((ms, i) => ms - (floor[i] ?? 0));
  const middle = [0.25, 0.75].map((share) => quantile(own, share).toFixed(0)).join("–");
  const more = at === 0 ? "" : quantile(over, 0.5).toFixed(0);
  return `| ${name} | ${quantile(own, 0.5).toFixed(0)} | ${middle} | ${more} |`;
});

const page = `# How long the command line takes to start

Written by \`node benchmarks/cli/run.ts --write\`, after \`pnpm build\`.

Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}. A process each time, from its start to its end. Medians of
${rounds} rounds, in which all take turns; what is over bare Node is the median of the rounds' differences.

|  | ms | middle half | over bare Node, ms |
| --- | --: | --: | --: |
${rows.join("\n")}

The goal for \`hooks --help\` is at most 150 ms over bare Node. A command is loaded when it is called.
`;

console.log(page);
if (process.argv.includes("--write")) {
  const dir = join(root, "docs/benchmarks");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "cli.md"), page);
}
