/**
 * What the guard costs, over a bare Agent of undici: `node benchmarks/ssrf-guard/run.ts [--write] [--shared]`.
 * The server is another process; both agents are loaded in turns. `--shared` says so of the machine.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { cpus } from "node:os";
import { join } from "node:path";
import { guardedAgent } from "@hooks/ssrf-guard";
import { Agent } from "undici";
import { load, type Round } from "./load.ts";

const rounds = 16;
const seconds = 1;
const connections = 50;
/** What a request on a warm connection may cost, in microseconds. */
const boundUs = 5;

const child = spawn(process.execPath, [join(import.meta.dirname, "serve.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return ((sorted[half] ?? Number.NaN) + (sorted[(sorted.length - 1) >> 1] ?? Number.NaN)) / 2;
};

const lookup: LookupFunction = (_name, options, callback) => {
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

const agents = {
  bare: new Agent({ connections, connect: { lookup } }),
  guarded: guardedAgent({
    agent: { connections },
    allow: [{ cidr: "127.0.0.1/32" }],
    lookup,
    onAllow: () => undefined,
    protocols: ["http:"],
  }),
} as const;

type Side = keyof typeof agents;

/** Both sides' rounds, the first of each thrown away. */
async function measure(url: string): Promise<Readonly<Record<Side, readonly Round[]>>> {
  const found: Record<Side, Round[]> = { bare: [], guarded: [] };
  for (let round = -1; round < rounds; round++) {
    // Each side goes first as often as the other.
    const order: readonly Side[] = round % 2 ? ["guarded", "bare"] : ["bare", "guarded"];
    for (const side of order) {
      const result = await load(agents[side], url, seconds);
      if (round >= 0) found[side].push(result);
    }
  }
  return found;
}

const lines = [
  "| | bare, requests/s | guarded, requests/s | ratio | bare, µs | guarded, µs | cost, µs |",
  "|---|---:|---:|---:|---:|---:|---:|",
];
let warmCostUs = Number.NaN;
try {
  const [port] = await once(child.stdout, "data");
  const origin = `http://hooks.example.com:${String(port).trim()}`;
  for (const [what, path] of [
    ["warm connections", "/"],
    ["a connection for each request", "/once"],
  ]) {
    const { bare, guarded } = await measure(origin + path);
    const pairs = bare.map((one, i) => [one, guarded[i] ?? one] as const);
    const ratio = median(pairs.map(([a, b]) => b.perSecond / a.perSecond));
    const cost = median(pairs.map(([a, b]) => b.cpuUs - a.cpuUs));
    if (path === "/") warmCostUs = cost;
    const rates = [bare, guarded].map((list) =>
      Math.round(median(list.map(({ perSecond }) => perSecond))).toLocaleString("en"),
    );
    const times = [bare, guarded].map((list) => median(list.map(({ cpuUs }) => cpuUs)).toFixed(1));
    const cells = [what, ...rates, ratio.toFixed(2), ...times, cost.toFixed(1)];
    lines.push(`| ${cells.join(" | ")} |`);
    console.log(lines.at(-1));
  }
} finally {
  await Promise.all(Object.values(agents).map((agent) => agent.destroy()));
  child.kill();
}

const shared = process.argv.includes("--shared")
  ? " The machine was shared with other work meanwhile, so the rates are lower than it can do."
  : "";
const text = `# The guard

POSTs of 1 KB through \`undici.request\`, ${connections} in flight over ${connections} connections, to a \`node:http\` server in another process on
the same machine: a bare Agent of undici, and \`guardedAgent\`. Rates, and the client's processor time for each request;
medians of ${rounds} rounds of ${seconds} second, both sides in turns, ratio and cost those of each round. On a warm connection the
guard has nothing to do; a cost of at most ${boundUs} µs is wanted. Node ${process.versions.node}, ${cpus().length} cores.${shared}

${lines.join("\n")}

Written by \`node benchmarks/ssrf-guard/run.ts --write\`, after \`pnpm build\`.
`;
console.log(`\n${text}`);
if (process.argv.includes("--write")) {
  writeFileSync(join(import.meta.dirname, "../../docs/benchmarks/ssrf-guard.md"), text);
}
process.exitCode = warmCostUs < boundUs ? 0 : 1;
