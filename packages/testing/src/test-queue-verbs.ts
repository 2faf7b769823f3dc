import { DeadNow, type JobStatus } from "@hooks/queue";
import type { QueueCase, QueueTrial } from "./test-queue-trial.ts";

/** Enqueues jobs that die: with lane and code of their data. */
async function die(trial: QueueTrial, count: number): Promise<void> {
  const worker = trial.queue.process(({ id }) => {
    throw new DeadNow({ code: Number(id.slice(1)) % 2 === 0 ? "even" : "odd" });
  });
  for (let i = 0; i < count; i++) {
    await trial.add(`d${i}`, { lane: i < count / 2 ? "low" : "high" });
    await trial.becomes(`d${i}`, "dead");
    if (trial.canAdvance) await trial.pass(1);
  }
  await worker.close();
}

const idsOf = (jobs: readonly JobStatus[]): string[] => jobs.map(({ id }) => id);

/** What is told of jobs, and done with them. */
export const verbCases: readonly QueueCase[] = [
  {
    name: "status: a job's whole life, without its payload",
    run: async (trial) => {
      const { queue } = trial;
      const body = Uint8Array.of(1, 2);
      trial.same(await queue.status("j"), undefined, "one that nobody knows");
      await queue.enqueue({ data: "payload", body }, { id: "j", lane: "l", priority: 3 });
      const waiting = await trial.status("j");
      trial.same(
        [waiting.state, waiting.lane, waiting.priority, waiting.attempts],
        ["waiting", "l", 3, 0],
        "as it waits",
      );
      trial.same(
        [waiting.startedAtMs, waiting.lastFailure, waiting.progress],
        [undefined, undefined, undefined],
        "as it waits",
      );
      trial.same((await queue.inspect("j"))?.data, "payload", "its data");
      trial.same([...((await queue.inspect("j"))?.body ?? [])], [1, 2], "its body");
      const held = trial.holder();
      queue.process(held.handle, { retry: { delaysMs: [0] } });
      await trial.until("it runs", () => held.runs.length === 1);
      await held.runs[0]?.context.progress(0.25);
      const active = await trial.status("j");
      trial.same(
        [active.state, active.attempts, active.progress],
        ["active", 1, 0.25],
        "as it runs",
      );
      trial.holds(
        (active.startedAtMs ?? 0) >= active.enqueuedAtMs,
        "it starts before it is enqueued",
      );
      for (const value of [Number.NaN, "5", undefined])
        await held.runs[0]?.context.progress(value as number);
      trial.same((await trial.status("j")).progress, 0.25, "progress that is none");
      held.runs[0]?.fail(new Error("payload"));
      await trial.until("it runs again", () => held.runs.length === 2);
      const again = await trial.status("j");
      trial.same(
        [again.attempts, again.progress, again.lastFailure?.code],
        [2, undefined, "handler_failed"],
        "as it runs again",
      );
      held.runs[1]?.end("a value");
      const done = await trial.becomes("j", "completed");
      trial.same([done.attempts, done.lastFailure?.code], [2, "handler_failed"], "at its end");
      trial.holds(
        (done.finishedAtMs ?? 0) >= (again.startedAtMs ?? Number.NaN),
        "it ends before it starts",
      );
      const inspected = await queue.inspect("j");
      trial.same(
        [inspected?.state, inspected?.data, inspected?.body],
        ["completed", undefined, undefined],
        "what is left of it",
      );
      for (const status of [waiting, active, again, done]) {
        trial.holds(!JSON.stringify(status).includes("payload"), "its payload is told");
      }
    },
  },
  {
    name: "dead: listed page by page, by lane, code and time",
    run: async (trial) => {
      const { queue } = trial;
      await die(trial, 10);
      const all = (await queue.dead()).jobs;
      trial.same(
        idsOf(all),
        Array.from({ length: 10 }, (_, i) => `d${i}`),
        "all of them",
      );
      trial.holds(!JSON.stringify(all).includes('"data"'), "their payload is listed");
      const paged: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 20; page++) {
        const one = await queue.dead({ limit: 3, ...(cursor !== undefined && { cursor }) });
        trial.holds(one.jobs.length <= 3, "a page is longer than its limit");
        paged.push(...idsOf(one.jobs));
        cursor = one.cursor;
        if (cursor === undefined) break;
      }
      trial.same(paged, idsOf(all), "page by page");
      trial.same(idsOf((await queue.dead({ lane: "low" })).jobs).length, 5, "of a lane");
      trial.same(idsOf((await queue.dead({ lane: "none" })).jobs), [], "of a lane without any");
      trial.same(
        idsOf((await queue.dead({ code: "odd", lane: "high" })).jobs),
        ["d5", "d7", "d9"],
        "of a code",
      );
      const [sinceMs, untilMs] = [all[3]?.finishedAtMs ?? 0, all[6]?.finishedAtMs ?? 0];
      const within = all.filter(
        ({ finishedAtMs = 0 }) => finishedAtMs >= sinceMs && finishedAtMs < untilMs,
      );
      trial.same(idsOf((await queue.dead({ sinceMs, untilMs })).jobs), idsOf(within), "of a time");
      trial.same((await queue.inspect("d1"))?.data, "d1", "the payload of one");
      for (const limit of [0, 1001, 0.5]) {
        await trial.refuses(`the limit ${limit}`, "option_invalid", () => queue.dead({ limit }));
      }
      for (const bad of ["'; drop", ""]) {
        await trial.refuses("a cursor that is none", "option_invalid", () =>
          queue.dead({ cursor: bad }),
        );
      }
    },
  },
  {
    name: "dead: put back by id or filter, with all attempts before them",
    run: async (trial) => {
      const { queue } = trial;
      await die(trial, 8);
      trial.same(await queue.retryDead("none"), 0, "one that nobody knows");
      const { startedAtMs } = await trial.status("d0");
      trial.same(await queue.retryDead("d0"), 1, "one");
      trial.same(await queue.retryDead("d0"), 0, "one that waits");
      const again = await trial.status("d0");
      trial.same(
        [again.state, again.attempts, again.lastFailure?.code, again.startedAtMs],
        ["waiting", 0, "even", startedAtMs],
        "what is told",
      );
      trial.same(await queue.retryDead({ lane: "high", code: "odd" }), 2, "of a lane and a code");
      trial.same(await queue.retryDead({ sinceMs: Number.MAX_SAFE_INTEGER }), 0, "of no time");
      const seen: unknown[] = [];
      queue.process(({ id, data }, { attempt }) => void seen.push([id, data, attempt]), {
        concurrency: 1,
      });
      await trial.until("three have run", () => seen.length === 3);
      trial.same(
        seen,
        [
          ["d0", "d0", 1],
          ["d5", "d5", 1],
          ["d7", "d7", 1],
        ],
        "what ran",
      );
      trial.same(await queue.retryDead({}), 5, "the others");
      await trial.until("all are done", async () => (await queue.counts()).completed === 8);
    },
  },
  {
    name: "remove: in any state but active, and then the id is new",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      trial.same(await queue.remove("none"), false, "one that nobody knows");
      await trial.add("waiting");
      await trial.add("delayed", { delayMs: 600_000 });
      for (const id of ["waiting", "delayed"]) {
        trial.same(await queue.remove(id), true, id);
        trial.same(await queue.status(id), undefined, "what is left");
      }
      const worker = queue.process(held.handle, { retry: { delaysMs: [] } });
      for (const [i, id] of ["completed", "dead"].entries()) {
        await trial.add(id);
        await trial.until("it runs", () => held.runs.length === i + 1);
        await trial.refuses("an active job", "job_active", () => queue.remove(id));
        if (id === "dead") held.runs[i]?.fail(new Error("no"));
        else held.runs[i]?.end();
        await trial.becomes(id, id === "dead" ? "dead" : "completed");
        trial.same(await queue.remove(id), true, id);
        trial.same(await queue.status(id), undefined, "what is left");
      }
      await worker.close();
      for (const id of ["waiting", "delayed", "completed", "dead"])
        await trial.add(id, { data: "other" });
      trial.same((await queue.counts()).waiting, 4, "those that are new");
    },
  },
  {
    name: "pause: no job starts, active ones go on, until it is resumed",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      queue.process(held.handle);
      await trial.add("before");
      await trial.until("it runs", () => held.runs.length === 1);
      await queue.pause();
      trial.holds((await queue.health()).isPaused, "it is not told as paused");
      await trial.add("after");
      await trial.stays("no job starts", () => held.runs.length === 1);
      held.runs[0]?.end();
      await trial.becomes("before", "completed");
      await trial.stays("no job starts", () => held.runs.length === 1);
      trial.same((await trial.status("after")).state, "waiting", "its state");
      await queue.resume();
      await trial.until("it runs", () => held.runs.length === 2);
      trial.holds(!(await queue.health()).isPaused, "it is told as paused");
    },
  },
];
