/**
 * From publishing to delivered, through each queue: `node benchmarks/dispatcher/run.ts [--write]`.
 * The receiver is a process of its own; publishing, queue and sender share one.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { attemptsPerSecond, concurrency, publishToDelivered } from "./measure.ts";
import { queues } from "./queues.ts";

const count = 10_000;
const rounds = 3;
const steady = 500;
/** Deliveries a second that are wanted. */
const bounds: Readonly<Record<string, number>> = { memory: 5000, BullMQ: 2000 };

const format = (value: number): string => Math.round(value).toLocaleString("en");
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const receiver = fork(join(import.meta.dirname, "serve.ts"));
const [port] = (await once(receiver, "message")) as [number];
let isBelow = false;
const lines = [
  "| Queue | delivered/s | of the sender alone | wanted/s | first attempt after, median | p99 | deepest |",
  "|---|---:|---:|---:|---:|---:|---:|",
];
const steadyLines = [
  "| Queue | first attempt after, median | p99 | deepest |",
  "|---|---:|---:|---:|",
];
let floor = Number.NaN;
try {
  await attemptsPerSecond(port, 2000);
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) floors.push(await attemptsPerSecond(port, count));
  floor = median(floors);
  console.log(`the sender alone: ${format(floor)} attempts/s`);
  for (const [name, open] of Object.entries(queues)) {
    const { queue, close } = await open();
    await publishToDelivered(queue, port, 1000);
    const all = [];
    for (let round = 0; round < rounds; round++) {
      all.push(await publishToDelivered(queue, port, count));
    }
    const rate = median(all.map(({ perSecond }) => perSecond));
    const chosen = all.find(({ perSecond }) => perSecond === rate);
    const wanted = bounds[name];
    isBelow ||= wanted !== undefined && rate < wanted;
    const ms = (value = Number.NaN): string => `${format(value)} ms`;
    const cells = [format(rate), (rate / floor).toFixed(2), wanted ? format(wanted) : "–"];
    const waits = [ms(chosen?.medianMs), ms(chosen?.p99Ms), format(chosen?.depth ?? 0)];
    lines.push(`| ${[name, ...cells, ...waits].join(" | ")} |`);
    console.log(lines.at(-1));
    const calm = await publishToDelivered(queue, port, 5 * steady, steady);
    steadyLines.push(
      `| ${[name, ms(calm.medianMs), ms(calm.p99Ms), format(calm.depth)].join(" | ")} |`,
    );
    console.log(steadyLines.at(-1));
    await close();
  }
} finally {
  receiver.disconnect();
}

const text = `# Dispatcher

From \`publish\` to the reply of the endpoint: ${format(count)} events of 1 KB, each to one of ten endpoints, published as
fast as the queue takes them by ${concurrency} at a time, and delivered by one worker with ${concurrency} slots in the same process.
The receiver is a plain \`node:http\` server in a process of its own. Median of ${rounds} rounds. The floor is the sender
alone, ${format(floor)} attempts a second, which keeps nothing. Redis appends to its file and syncs it every second; SQLite
syncs every commit. Node ${process.versions.node}, ${cpus().length} cores.

${lines.join("\n")}

What is published faster than it is delivered waits: so the time before a first attempt is that of the line before it,
and the deepest that line was stands beside it. At ${steady} events a second, which leave room:

${steadyLines.join("\n")}

Written by \`node benchmarks/dispatcher/run.ts --write\`.
`;
console.log(`\n${text}`);
if (process.argv.includes("--write")) {
  writeFileSync(join(import.meta.dirname, "../../docs/benchmarks/dispatcher.md"), text);
}
process.exitCode = isBelow ? 1 : 0;
