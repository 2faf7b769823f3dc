/**
 * Deliveries per second over bare requests, what an endpoint that hangs does to others, and memory:
 * `node benchmarks/sender/run.ts [--write]`. The server is a process of its own.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { hanging } from "./hanging.ts";
import { throughput } from "./throughput.ts";

/** The share of the bare rate that is wanted, by how much the 99th percentile may move, and megabytes of heap. */
const bounds = { ratio: 0.85, effect: 0.1, heapMb: 5 };

interface Memory {
  readonly heaps: readonly number[];
  readonly delivered: number;
  readonly most: number;
  readonly atEnd: number;
}

async function memory(url: string): Promise<Memory> {
  const file = join(import.meta.dirname, "memory.ts");
  const child = fork(file, [url], { execArgv: ["--expose-gc"] });
  const [found] = (await once(child, "message")) as [Memory];
  return found;
}

const server = fork(join(import.meta.dirname, "serve.ts"));
const whole = (value: number): string => Math.round(value).toLocaleString("en");
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
let text: string;
let isGood: boolean;
try {
  const [port] = await once(server, "message");
  const url = `http://127.0.0.1:${port}/`;
  const rates = await throughput(url);
  console.log(rates);
  const p99 = await hanging(url);
  console.log(p99);
  const { heaps, delivered, most, atEnd } = await memory(url);
  console.log({ heaps, delivered, most, atEnd });
  const [first = Number.NaN] = heaps;
  const growthMb = Math.max(...heaps, atEnd) - first;
  isGood =
    rates.ratio >= bounds.ratio &&
    p99.effect <= bounds.effect &&
    growthMb <= bounds.heapMb &&
    delivered === 100_000;
  text = `# Sender

The server is a process of its own, on the same machine. Node ${process.versions.node}, ${cpus().length} cores.

## Deliveries per second

An event of 1.1 KB is signed and sent through the guard, its reply and its endpoint's state kept; beside it the same bytes
by \`undici.request\` over one shared Agent, the reply thrown away. In the last line each event is checked and made into
bytes as well, where the others send bytes that were made once. ${rates.description}, in turns.
Medians; the ratio is that of each round. At least ${bounds.ratio} is wanted of the second line.

| | deliveries/s | ratio |
|---|---:|---:|
| bare | ${whole(rates.bare)} | 1 |
| hooks | ${whole(rates.hooks)} | ${rates.ratio.toFixed(2)} |
| hooks, the event made anew | ${whole(rates.anew)} | ${rates.anewRatio.toFixed(2)} |

## An endpoint that hangs

The 99th percentile of the deliveries to 999 healthy endpoints, from \`send\` to its result, beside one more that is healthy
and beside one that never answers, on warm connections. ${p99.description}, in turns.
Medians, the effect that of each round; at most ${bounds.effect * 100} % is wanted. The last column is what chance alone does: a
second run beside a healthy one over the first.

| beside a healthy one | beside one that hangs | effect | chance |
|---:|---:|---:|---:|
| ${p99.without.toFixed(1)} ms | ${p99.beside.toFixed(1)} ms | ${percent(p99.effect)} | ${percent(p99.chance)} |

## Memory

100,000 events to one endpoint, as fast as \`ready\` lets them: the heap after each 10,000, garbage collected, and at the
end. It may grow by ${bounds.heapMb} MB after the first.

| events under way at most | heap after 10,000 | largest | at the end |
|---:|---:|---:|---:|
| ${whole(most)} | ${first.toFixed(1)} MB | ${Math.max(...heaps).toFixed(1)} MB | ${atEnd.toFixed(1)} MB |

Written by \`node benchmarks/sender/run.ts --write\`.
`;
} finally {
  server.kill();
}
console.log(`\n${text}`);
if (process.argv.includes("--write")) {
  writeFileSync(join(import.meta.dirname, "../../docs/benchmarks/sender.md"), text);
}
process.exitCode = isGood ? 0 : 1;
