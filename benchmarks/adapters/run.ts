/**
 * Requests per second of each adapter over the same route by hand: `node benchmarks/adapters/run.ts [--write]`.
 * Both sides run side by side, and are loaded in turns.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { requestsPerSecond, writeScript } from "./load.ts";
import { routes } from "./routes.ts";

const rounds = 7;
const seconds = 2;
/** The share of the hand-written route's rate that an adapter has to reach. */
const bound = 0.85;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return port;
}

const running = new Set<ChildProcess>();

async function start(framework: string, side: string): Promise<string> {
  const port = await freePort();
  const file = join(import.meta.dirname, "serve.ts");
  const args = [file, framework, side, String(port)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  await once(child.stdout, "data");
  return `http://127.0.0.1:${port}/`;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const lines = [
  "| Framework | by hand, requests/s | hooks, requests/s | ratio |",
  "|---|---:|---:|---:|",
];
const dir = mkdtempSync(join(tmpdir(), "hooks-benchmark-"));
let isBelow = false;
try {
  const script = writeScript(dir);
  for (const framework of Object.keys(routes)) {
    const sides = [await start(framework, "byHand"), await start(framework, "hooks")] as const;
    for (const url of sides) await requestsPerSecond(url, script, seconds);
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      // Each side goes first as often as the other.
      for (const side of round % 2 ? [1, 0] : [0, 1]) {
        rates[side as 0 | 1].push(await requestsPerSecond(sides[side as 0 | 1], script, seconds));
      }
    }
    const ratio = median(rates[0].map((rate, i) => (rates[1][i] ?? 0) / rate));
    isBelow ||= ratio < bound;
    const [byHand, hooks] = rates.map((list) => Math.round(median(list)).toLocaleString("en"));
    lines.push(`| ${framework} | ${byHand} | ${hooks} | ${ratio.toFixed(2)} |`);
    console.log(lines.at(-1));
    for (const child of running) child.kill();
    running.clear();
  }
} finally {
  for (const child of running) child.kill();
  rmSync(dir, { recursive: true, force: true });
}

const text = `# Adapters

A route for a delivery of 1 KB, by hand (the raw body, \`createHmac\`, a constant-time comparison, \`JSON.parse\`) and
with a receiver. Median of ${rounds} rounds of ${seconds} seconds, both sides in turns, 16 connections of wrk; the ratio is that of
each round. At least ${bound} is wanted. Node ${process.versions.node}, ${cpus().length} cores.

${lines.join("\n")}

Written by \`node benchmarks/adapters/run.ts --write\`.
`;
console.log(`\n${text}`);
if (process.argv.includes("--write")) {
  writeFileSync(join(import.meta.dirname, "../../docs/benchmarks/adapters.md"), text);
}
process.exitCode = isBelow ? 1 : 0;
