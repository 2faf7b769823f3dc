/** How many jobs a second: `node benchmarks/queues/run.ts [--write]`, after `pnpm build`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Queue } from "@hooks/queue";
import { memoryQueue } from "@hooks/queue-memory";
import { sqliteQueue } from "@hooks/queue-sqlite";
import { median } from "../stores/median.ts";
import { machine, table } from "../stores/publish.ts";
import { processingRate, rateOf, throughRate } from "./measure.ts";
import { sqliteFloor } from "./sqlite-floor.ts";

const rounds = 7;
const roundMs = 400;
const group = 100;
const data = { event: "evt_2KWPBgLlAfxdpx2AI54pPJ85f4W", endpoint: "ep_1", type: "invoice.paid" };
const bytes = 1024;
const page = join(import.meta.dirname, "../../docs/benchmarks/queues.md");

let total = 0;
/** A body that no other job has, so that each has to be stored. */
const bodyOf = (n: number): Uint8Array => {
  const body = new Uint8Array(bytes);
  new DataView(body.buffer).setUint32(0, n);
  return body;
};
const enqueueOne = (queue: Queue) => {
  const id = `job-${total++}`;
  return queue.enqueue({ data, body: bodyOf(total) }, { id });
};
const enqueueGroup = (queue: Queue) =>
  Promise.all(Array.from({ length: group }, () => enqueueOne(queue)));
const fanOut = (queue: Queue) => {
  const body = bodyOf(total++);
  const jobs = Array.from({ length: group }, (_, i) => ({ id: `fan-${total}-${i}`, data, body }));
  return queue.enqueueAll(jobs);
};

interface Round {
  readonly own: readonly number[];
  readonly floor: readonly number[];
}

async function round(open: (directory: string) => Queue): Promise<Round> {
  const directory = mkdtempSync(join(tmpdir(), "hooks-queues-"));
  const floor = sqliteFloor(directory, JSON.stringify(data), bodyOf(0));
  const queue = open(directory);
  const own = [await rateOf(1, () => enqueueOne(queue), roundMs)];
  const bare = [await rateOf(1, () => floor.insert(1), roundMs)];
  own.push(await rateOf(group, () => enqueueGroup(queue), roundMs));
  bare.push(await rateOf(group, () => floor.insert(group), roundMs));
  own.push(await rateOf(group, () => fanOut(queue), roundMs));
  await queue.close();
  floor.close();
  const other = mkdtempSync(join(tmpdir(), "hooks-queues-"));
  const fresh = open(other);
  own.push(await processingRate(fresh, 10_000), await throughRate(fresh, 200, roundMs));
  await fresh.close();
  for (const one of [directory, other]) rmSync(one, { recursive: true, force: true });
  return { own, floor: bare };
}

const labels = [
  "enqueue, each waiting for the one before",
  `enqueue, ${group} at once`,
  `enqueueAll of ${group} that share one body`,
  "process 10,000 that wait, 100 at once",
  "enqueue and process, 200 in flight",
] as const;

async function measure(open: (directory: string) => Queue): Promise<readonly Round[]> {
  const all: Round[] = [];
  for (let i = 0; i < rounds; i++) all.push(await round(open));
  return all;
}

const shown = (rate: number): string => Math.round(rate).toLocaleString("en");
const middle = (all: readonly Round[], of: (one: Round) => number | undefined): number =>
  median(all.map((one) => of(one) ?? Number.NaN));

const sqlite = await measure((directory) => sqliteQueue({ path: join(directory, "jobs.db") }));
const memory = await measure(() => memoryQueue({ maxJobs: 4_000_000, maxBytes: 2 ** 33 }));

const rows = labels.map((label, i) => {
  const floor = i < 2 ? middle(sqlite, (one) => one.floor[i]) : undefined;
  const ratio = middle(sqlite, ({ own, floor: bare }) => (own[i] ?? 0) / (bare[i] ?? 0));
  return [
    label,
    shown(middle(sqlite, ({ own }) => own[i])),
    floor === undefined ? "" : shown(floor),
    floor === undefined ? "" : ratio.toFixed(2),
    shown(middle(memory, ({ own }) => own[i])),
  ];
});

const text = `# How fast the queues are

Written by \`node benchmarks/queues/run.ts --write\`, after \`pnpm build\`.

${machine()}, one process. Jobs a second, medians of ${rounds} rounds in which all have their turn. Each job has 80 bytes
of data and a body of ${bytes} bytes, and each body is another's only where the row says so.

Every enqueue of SQLite is on the disk when it resolves (\`synchronous = FULL\`). The floor is \`node:sqlite\` alone with the
same promise: a table with one unique column, rows of the same size, one transaction for each row or ${group} of them. What
the queue does beyond it: two SHA-256, the bodies in a table of their own with an index, the lane's next job, and two more indexes.

${table(["", "SQLite", "Floor", "Ratio", "Memory"], rows)}
`;

console.log(text);
if (process.argv.includes("--write")) {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
}
