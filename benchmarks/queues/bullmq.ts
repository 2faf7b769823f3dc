/** Enqueueing and processing through the queue, against the same BullMQ bare, on one Redis and in turn. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Queue } from "@hooks/queue";
import { bullmqQueue } from "@hooks/queue-bullmq";
import { Queue as BullQueue, Worker } from "bullmq";
import { RedisServer } from "../../packages/stores/redis/test/redis-server.ts";
import { median } from "../stores/median.ts";
import { machine, table } from "../stores/publish.ts";

/** Many and short, so that what else the machine does falls on both. */
const rounds = 21;
const warmUpRounds = 3;
const page = join(import.meta.dirname, "../../docs/benchmarks/queue-bullmq.md");
const text = "x".repeat(1000);
const payload: Uint8Array = new TextEncoder().encode(text);

/** Does so many jobs' work, and answers when it is done. */
type Work = (count: number) => Promise<unknown>;

interface Comparison {
  readonly name: string;
  readonly count: number;
  readonly ours: Work;
  readonly bare: Work;
}

let idCount = 0;
const nextId = (): string => `evt_${String(idCount++).padStart(16, "0")}.ep_1`;
const dataOf = (id: string) => ({ event: id, endpoint: "ep_1" });

function inParallel(one: () => Promise<unknown>, concurrency: number): Work {
  return async (count) => {
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) await one();
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  };
}

function inBulk(size: number, many: (ids: readonly string[]) => Promise<unknown>): Work {
  return async (count) => {
    for (let i = 0; i < count; i += size) await many(Array.from({ length: size }, nextId));
  };
}

function comparisons(queue: Queue, bare: BullQueue): readonly Comparison[] {
  const singly = [1, 16, 128].map((concurrency) => {
    const ours = () => {
      const id = nextId();
      return queue.enqueue({ data: dataOf(id) }, { id });
    };
    const theirs = () => {
      const id = nextId();
      return bare.add("job", dataOf(id), { jobId: id });
    };
    return {
      name: `\`enqueue\`, ids alone, ${concurrency} at once`,
      count: concurrency === 1 ? 400 : 2000,
      ours: inParallel(ours, concurrency),
      bare: inParallel(theirs, concurrency),
    };
  });
  const withBody = {
    name: "`enqueue`, with 1 KB of its own, 128 at once",
    count: 2000,
    ours: inParallel(() => {
      const id = nextId();
      const body = new TextEncoder().encode(id + text);
      return queue.enqueue({ data: dataOf(id), body }, { id });
    }, 128),
    bare: inParallel(() => {
      const id = nextId();
      return bare.add("job", { ...dataOf(id), body: id + text }, { jobId: id });
    }, 128),
  };
  const inBulks = [100, 1000].flatMap((size) => [
    {
      name: `\`enqueueAll\`, ids alone, ${size} in a call`,
      count: 4000,
      ours: inBulk(size, (ids) => queue.enqueueAll(ids.map((id) => ({ id, data: dataOf(id) })))),
      bare: inBulk(size, (ids) =>
        bare.addBulk(ids.map((id) => ({ name: "job", data: dataOf(id), opts: { jobId: id } }))),
      ),
    },
    {
      name: `\`enqueueAll\`, a fan-out of one KB to as many lanes, ${size} in a call`,
      count: 4000,
      ours: inBulk(size, (ids) =>
        queue.enqueueAll(
          ids.map((id, i) => ({ id, lane: `ep_${i}`, data: dataOf(id), body: payload })),
        ),
      ),
      bare: inBulk(size, (ids) =>
        bare.addBulk(
          ids.map((id) => ({
            name: "job",
            data: { ...dataOf(id), body: text },
            opts: { jobId: id },
          })),
        ),
      ),
    },
  ]);
  return [...singly, withBody, ...inBulks];
}

/** Jobs a second that a handler without work gets through, 50 at a time. */
function processing(port: number, queue: Queue, bare: BullQueue): Comparison {
  const enqueue = (count: number) => Array.from({ length: count }, nextId);
  const drained = async (run: (done: () => void) => { close(): Promise<void> }, count: number) => {
    let left = count;
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const worker = run(() => {
      if (--left === 0) finish();
    });
    await finished;
    await worker.close();
  };
  return {
    name: "enqueue 2000 in bulk, and process them 50 at a time",
    count: 2000,
    ours: async (count) => {
      await queue.enqueueAll(enqueue(count).map((id) => ({ id, data: dataOf(id) })));
      await drained((done) => queue.process(done, { concurrency: 50 }), count);
    },
    bare: async (count) => {
      await bare.addBulk(
        enqueue(count).map((id) => ({ name: "job", data: dataOf(id), opts: { jobId: id } })),
      );
      const options = { connection: { port }, prefix: "{bare}", concurrency: 50 };
      await drained((done) => new Worker(bare.name, async () => done(), options), count);
    },
  };
}

async function rate(work: Work, count: number): Promise<number> {
  const startedAt = performance.now();
  await work(count);
  return (count / (performance.now() - startedAt)) * 1000;
}

/** Both in turn, the first of them now this and now that, each time in an empty Redis. */
async function compare({ name, count, ours, bare }: Comparison, flush: () => Promise<unknown>) {
  const rates: { readonly ours: number; readonly bare: number }[] = [];
  const measured = async (work: Work): Promise<number> => {
    await flush();
    return rate(work, count);
  };
  for (let round = -warmUpRounds; round < rounds; round++) {
    const isOursFirst = round % 2 === 0;
    const first = await measured(isOursFirst ? ours : bare);
    const second = await measured(isOursFirst ? bare : ours);
    if (round < 0) continue;
    rates.push(isOursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
  }
  const inThousands = (perSecond: readonly number[]) => (median(perSecond) / 1000).toFixed(1);
  return [
    name,
    inThousands(rates.map((one) => one.ours)),
    inThousands(rates.map((one) => one.bare)),
    median(rates.map((one) => one.ours / one.bare)).toFixed(2),
  ];
}

const server = await RedisServer.start("appendonly yes", "appendfsync everysec");
const queue = bullmqQueue({ connection: { port: server.port }, pollMs: 20 });
const bare = new BullQueue("hooks", { connection: { port: server.port }, prefix: "{bare}" });
try {
  const version = /redis_version:(\S+)/.exec(await server.ask("INFO", "server"))?.[1];
  const flush = () => server.ask("FLUSHALL");
  const rows: string[][] = [];
  for (const one of [...comparisons(queue, bare), processing(server.port, queue, bare)]) {
    rows.push(await compare(one, flush));
    console.log(rows.at(-1)?.join(" | "));
  }
  const section = `# How fast the queue on BullMQ is

Written by \`node benchmarks/queues/bullmq.ts --write\`, after \`pnpm build\`.

Redis ${version} with an append-only file (\`appendfsync everysec\`) and one client process on one machine: ${machine()}.

The floor is BullMQ's own \`Queue\` and \`Worker\` in the same process and the same Redis, with the same ids and as much
payload. Thousands of jobs a second: medians of ${rounds} rounds, in each of which both have their turn in an empty Redis;
the ratio is the median of the rounds' ratios.

${table(["Jobs", "Queue, 1000/s", "BullMQ, 1000/s", "Ratio"], rows)}
`;
  console.log(`\n${section}`);
  if (process.argv.includes("--write")) {
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(page, section);
  }
} finally {
  await queue.close();
  await bare.close();
  await server.close();
}
