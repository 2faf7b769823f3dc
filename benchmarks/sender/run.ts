/**
 * Deliveries per second over bare requests and where their time goes, what an endpoint that hangs does to others, and
 * memory: `node benchmarks/sender/run.ts [--write]`. The server is a process of its own.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { table } from "../stores/publish.ts";
import { hanging } from "./hanging.ts";
import { type Profile, partNames, profileOf } from "./parts.ts";
import { type SideName, sideNames } from "./side.ts";
import { type Throughput, throughput } from "./throughput.ts";

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
const profiled: readonly SideName[] = ["bare", "signed by hand", "hooks"];
/** Of the functions, so many. */
const shown = 12;

function speedTable({ speeds }: Throughput): string {
  const rows = sideNames.map((name) => {
    const { perSecond, ratio, cpuMicroseconds, cpuRatio } = speeds[name];
    const cpu = `${cpuMicroseconds.toFixed(1)} µs`;
    return [name, whole(perSecond), ratio.toFixed(2), cpu, cpuRatio.toFixed(2)];
  });
  return table(["", "deliveries/s", "ratio", "CPU of each", "ratio"], rows);
}

/** Where the time goes, by part and by function. */
async function profileTables(url: string, { speeds }: Throughput): Promise<string> {
  const profiles = new Map<SideName, Profile>();
  for (const name of profiled) profiles.set(name, await profileOf(url, name));
  const partRows = partNames.map((part) => [
    part,
    ...profiled.map((name) => {
      const share = profiles.get(name)?.shares.get(part) ?? 0;
      return `${(share * speeds[name].cpuMicroseconds).toFixed(1)} µs`;
    }),
  ]);
  const functionRows = (profiles.get("hooks")?.functions ?? [])
    .slice(0, shown)
    .map(({ name, share }) => [name.replaceAll("|", "\\|"), percent(share)]);
  return `${table(["", ...profiled], partRows)}

The functions of hooks that take the most themselves, without what they call:

${table(["Function", "of the time"], functionRows)}`;
}

let text: string;
let isGood: boolean;
try {
  const [port] = await once(server, "message");
  const url = `http://127.0.0.1:${port}/`;
  const speed = await throughput(url);
  console.log(speed.speeds);
  const profiles = await profileTables(url, speed);
  const p99 = await hanging(url);
  console.log(p99);
  const { heaps, delivered, most, atEnd } = await memory(url);
  console.log({ heaps, delivered, most, atEnd });
  const [first = Number.NaN] = heaps;
  const growthMb = Math.max(...heaps, atEnd) - first;
  isGood =
    speed.speeds.hooks.ratio >= bounds.ratio &&
    p99.effect <= bounds.effect &&
    growthMb <= bounds.heapMb &&
    delivered === 100_000;
  text = `# Sender

The server is a process of its own, on the same machine. Node ${process.versions.node}, ${cpus().length} cores.

## Deliveries per second

An event of 1.1 KB is signed and sent through the guard, its reply and its endpoint's state kept. Beside it are the same
bytes by \`undici.request\` over one shared Agent, the reply thrown away: bare, and signed by hand with \`createHmac\` and a key
that was made once, which is the least that a signed delivery takes. In the last line each event is checked and made into
bytes as well, where the others send bytes that were made once. ${speed.description}, in turns.
Medians; the ratio is that of each round. At least ${bounds.ratio} of the bare deliveries per second is wanted of hooks. The CPU is the
time, user's and system's, that the sending process works for a delivery, which other work on the machine changes less.

${speedTable(speed)}

### Where the time goes

That time by the parts of the program that take it, by a profile of each side.

${profiles}

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
