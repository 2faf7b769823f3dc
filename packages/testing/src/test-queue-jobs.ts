import type { Job } from "@hooks/queue";
import type { QueueCase, QueueTrial } from "./test-queue-trial.ts";

const allBytes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => byte);

const awkwardIds: readonly string[] = [
  "a",
  "A",
  "a ",
  " a",
  "a\0",
  "a\0b",
  "a\n",
  "a:b",
  "a::b",
  "a*",
  "{a}",
  "a'b",
  'a"b',
  "a\\b",
  "a/b",
  "a%2Fb",
  "$&",
  "é",
  "e\u0301",
  "größe ♥ 🪝",
  "__proto__",
  "constructor",
  "0",
  "00",
  "-1",
  "1e3",
  "null",
  "undefined",
  `${"k".repeat(511)}1`,
  `${"k".repeat(511)}2`,
  "🪝".repeat(256),
  `${"漢".repeat(511)}1`,
];

const noIds: readonly unknown[] = [
  "",
  "k".repeat(513),
  "\ud800",
  "a\udc00",
  5,
  null,
  undefined,
  {},
];

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;
const noData: readonly unknown[] = [undefined, 1n, () => 1, Symbol("s"), cyclic];

const isSame = (one: Uint8Array | undefined, other: Uint8Array): boolean =>
  one?.length === other.length && other.every((byte, i) => byte === one[i]);

async function handled(trial: QueueTrial, count: number): Promise<Job[]> {
  const jobs: Job[] = [];
  trial.queue.process((job) => void jobs.push(job));
  await trial.until(`${count} jobs have run`, () => jobs.length >= count);
  return jobs;
}

/** What a queue takes, and gives to its handler. */
export const jobCases: readonly QueueCase[] = [
  {
    name: "enqueue: the handler gets what was enqueued, byte for byte",
    run: async (trial) => {
      const data = { text: 'größe ♥ 🪝 \0 \u2028 "', list: [1, -0.5, null, true], deep: { a: {} } };
      const bodies = [
        allBytes,
        new Uint8Array(0),
        allBytes.subarray(100, 140),
        Uint8Array.of(0xff, 0xfe, 0x80, 0),
      ];
      const before = Date.now();
      for (const [i, body] of bodies.entries()) {
        await trial.queue.enqueue({ data, body }, { id: `j${i}`, lane: "l", priority: i });
      }
      await trial.queue.enqueue({ data: null }, { id: "bare" });
      const jobs = await handled(trial, bodies.length + 1);
      for (const [i, body] of bodies.entries()) {
        const job = jobs.find(({ id }) => id === `j${i}`);
        trial.same(job?.data, data, "the data");
        trial.same([job?.lane, job?.priority], ["l", i], "lane and priority");
        trial.holds(
          job?.body instanceof Uint8Array && isSame(job.body, body),
          `the bytes of body ${i}`,
        );
        const isNear = trial.canAdvance || Math.abs((job?.enqueuedAtMs ?? 0) - before) < 60_000;
        trial.holds(isNear, "the time of enqueueing");
      }
      const bare = jobs.find(({ id }) => id === "bare");
      trial.same(
        [bare?.data, bare?.body, bare?.lane, bare?.priority],
        [null, undefined, undefined, 0],
        "a bare job",
      );
    },
  },
  {
    name: "enqueue: idempotent by id, in any state",
    run: async (trial) => {
      const { queue } = trial;
      const again = async (id: string) =>
        (await queue.enqueue({ data: id }, { id, priority: 7 })).isNew;
      const all = await Promise.all(
        Array.from({ length: 50 }, () => queue.enqueue({ data: 1 }, { id: "race" })),
      );
      trial.same(all.filter(({ isNew }) => isNew).length, 1, "new ones among fifty at once");
      await queue.remove("race");
      await trial.add("delayed", { delayMs: 600_000 });
      await trial.add("completed");
      const held = trial.holder();
      const worker = queue.process(held.handle, { retry: { delaysMs: [] } });
      await trial.until("it runs", () => held.runs.length === 1);
      trial.holds(!(await again("completed")), "an active job is new");
      held.runs[0]?.end();
      await trial.becomes("completed", "completed");
      await trial.add("dead");
      await trial.until("it runs", () => held.runs.length === 2);
      held.runs[1]?.fail(new Error("no"));
      await trial.becomes("dead", "dead");
      await worker.close();
      await trial.add("waiting");
      for (const id of ["delayed", "completed", "dead", "waiting"]) {
        trial.holds(!(await again(id)), `a ${id} job is new`);
        trial.same((await trial.status(id)).state, id, "its state");
        trial.same((await trial.status(id)).priority, 0, "its priority");
      }
    },
  },
  {
    name: "enqueue: an id with another payload is refused, and the first untouched",
    run: async (trial) => {
      const { queue } = trial;
      const body = Uint8Array.of(1, 2, 3);
      await queue.enqueue({ data: { a: 1 }, body }, { id: "j", lane: "l" });
      const others = [
        [
          { data: { a: 2 }, body },
          { id: "j", lane: "l" },
        ],
        [
          { data: { a: 1 }, body: Uint8Array.of(1, 2, 4) },
          { id: "j", lane: "l" },
        ],
        [{ data: { a: 1 } }, { id: "j", lane: "l" }],
        [
          { data: { a: 1 }, body },
          { id: "j", lane: "m" },
        ],
        [{ data: { a: 1 }, body }, { id: "j" }],
      ] as const;
      for (const [job, options] of others) {
        await trial.refuses("another payload", "job_id_reused", () => queue.enqueue(job, options));
      }
      const all = [
        { id: "other", data: 1 },
        { id: "j", data: 2 },
      ];
      await trial.refuses("another payload among several", "job_id_reused", () =>
        queue.enqueueAll(all),
      );
      trial.same(await queue.status("other"), undefined, "a job that was refused with another");
      const [job] = await handled(trial, 1);
      trial.same(job?.data, { a: 1 }, "the data of the first");
      await trial.becomes("j", "completed");
      const late = () => queue.enqueue({ data: { a: 2 }, body }, { id: "j", lane: "l" });
      await trial.refuses("another payload for a completed job", "job_id_reused", late);
    },
  },
  {
    name: "enqueue: many at once, answered in their order, all or none",
    run: async (trial) => {
      const { queue } = trial;
      await trial.add("k3");
      const jobs = Array.from({ length: 200 }, (_, i) => ({ id: `k${i}`, data: `k${i}` }));
      const answers = await queue.enqueueAll(jobs);
      trial.same(
        answers.map(({ id }) => id),
        jobs.map(({ id }) => id),
        "the ids",
      );
      trial.same(
        answers.flatMap(({ isNew }, i) => (isNew ? [] : [i])),
        [3],
        "those that are not new",
      );
      trial.same((await queue.counts()).waiting, 200, "jobs that wait");
      trial.same(await queue.enqueueAll([]), [], "none");
      const twice = [
        { id: "t", data: 1 },
        { id: "t", data: 1 },
      ];
      await trial.refuses("one id twice", "job_invalid", () => queue.enqueueAll(twice));
      const tooMany = Array.from({ length: 10_001 }, (_, i) => ({ id: `m${i}`, data: 1 }));
      await trial.refuses("10,001 jobs", "option_invalid", () => queue.enqueueAll(tooMany));
      const bad = [
        { id: "fine", data: 1 },
        { id: "", data: 1 },
      ];
      await trial.refuses("one without an id", "job_invalid", () => queue.enqueueAll(bad));
      trial.same(await queue.status("fine"), undefined, "a job that was refused with another");
    },
  },
  {
    name: "enqueue: what is too large is refused, and what just fits is not",
    options: { maxDataBytes: 100, maxBodyBytes: 1000 },
    run: async (trial) => {
      const { queue } = trial;
      const text = (bytes: number) => "x".repeat(bytes - 2);
      await queue.enqueue({ data: text(100), body: new Uint8Array(1000) }, { id: "fits" });
      await queue.enqueue({ data: "é".repeat(49) }, { id: "fits in UTF-8" });
      for (const data of [text(101), "é".repeat(50)]) {
        await trial.refuses("data", "job_too_large", () => queue.enqueue({ data }, { id: "j" }));
      }
      const body = new Uint8Array(1001);
      await trial.refuses("a body", "job_too_large", () =>
        queue.enqueue({ data: 1, body }, { id: "j" }),
      );
      trial.same(await queue.status("j"), undefined, "a job that was refused");
    },
  },
  {
    name: "enqueue: what is no id, no data, no body or no option is refused",
    run: async (trial) => {
      const { queue } = trial;
      for (const id of noIds) {
        const call = () => queue.enqueue({ data: 1 }, { id: id as string });
        await trial.refuses(`the id ${JSON.stringify(id)}`, "job_invalid", call);
        if (id === undefined) continue;
        const lane = () => queue.enqueue({ data: 1 }, { id: "j", lane: id as string });
        await trial.refuses(`the lane ${JSON.stringify(id)}`, "job_invalid", lane);
      }
      for (const data of noData) {
        const call = () => queue.enqueue({ data: data as never }, { id: "j" });
        await trial.refuses(`data of type ${typeof data}`, "job_invalid", call);
      }
      const noBody = () => queue.enqueue({ data: 1, body: "text" as never }, { id: "j" });
      await trial.refuses("a body of text", "job_invalid", noBody);
      for (const number of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "5", null, 1001]) {
        const call = () => queue.enqueue({ data: 1 }, { id: "j", priority: number as number });
        await trial.refuses(`the priority ${number}`, "option_invalid", call);
        if (number === 1001) continue;
        const late = () => queue.enqueue({ data: 1 }, { id: "j", delayMs: number as number });
        await trial.refuses(`the delay ${number}`, "option_invalid", late);
      }
      trial.same(await queue.status("j"), undefined, "a job that was refused");
    },
  },
  {
    name: "enqueue: any id, and none stands for another",
    run: async (trial) => {
      const { queue } = trial;
      const jobs = awkwardIds.map((id, i) => ({ id, data: i, lane: id.slice(0, 256) }));
      const answers = await queue.enqueueAll(jobs);
      trial.holds(
        answers.every(({ isNew }) => isNew),
        "one id stands for another",
      );
      const run = await handled(trial, jobs.length);
      for (const [i, id] of awkwardIds.entries()) {
        const job = run.find(({ data }) => data === i);
        trial.same([job?.id, job?.lane], [id, id.slice(0, 256)], "id and lane");
        await trial.becomes(id, "completed");
      }
    },
  },
  {
    name: "enqueue: a body is the queue's own, and each handler's",
    run: async (trial) => {
      const { queue } = trial;
      const body = Uint8Array.of(1, 2, 3);
      const enqueued = queue.enqueueAll([1, 2, 3].map((i) => ({ id: `j${i}`, data: i, body })));
      body.fill(9);
      await enqueued;
      const seen: string[] = [];
      queue.process(
        ({ body: own }) => {
          seen.push(String(own));
          own?.fill(7);
        },
        { concurrency: 1 },
      );
      await trial.until("all have run", () => seen.length === 3);
      trial.same(seen, ["1,2,3", "1,2,3", "1,2,3"], "the bodies");
      trial.same(
        await queue.enqueue({ data: 1, body: Uint8Array.of(1, 2, 3) }, { id: "j1" }),
        { id: "j1", isNew: false },
        "the same body",
      );
    },
  },
];
