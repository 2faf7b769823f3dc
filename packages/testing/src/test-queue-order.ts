import { type QueueCase, sleep } from "./test-queue-trial.ts";

/** Which jobs start, and when. */
export const orderCases: readonly QueueCase[] = [
  {
    name: "delay: not before its time",
    run: async (trial) => {
      const { shortMs } = trial;
      await trial.add("late", { delayMs: shortMs });
      const { ids, handle } = trial.recorder();
      trial.queue.process(handle);
      await trial.add("now");
      await trial.until("the other has run", () => ids.length === 1);
      const { state, dueAtMs, enqueuedAtMs } = await trial.status("late");
      trial.same([state, dueAtMs - enqueuedAtMs], ["delayed", shortMs], "what is told");
      if (trial.canAdvance) {
        await trial.pass(shortMs - 1);
        await trial.stays("it waits", () => ids.length === 1, 60);
        await trial.pass(1);
      } else {
        await trial.pass(shortMs);
      }
      await trial.becomes("late", "completed");
      trial.same(ids, ["now", "late"], "the order");
    },
  },
  {
    name: "priority: the lowest number first, and then who was due first",
    run: async (trial) => {
      const priorities = [5, 0, 1000, 1, 5, 0, 1, 1000];
      for (const [i, priority] of priorities.entries()) {
        await trial.add(`${priority}-${i}`, { priority });
      }
      const { ids, handle } = trial.recorder();
      trial.queue.process(handle, { concurrency: 1 });
      await trial.until("all have run", () => ids.length === 8);
      trial.same(ids, ["0-1", "0-5", "1-3", "1-6", "5-0", "5-4", "1000-2", "1000-7"], "the order");
    },
  },
  {
    name: "priority: also between lanes, and within one",
    run: async (trial) => {
      for (const [i, priority] of [3, 2, 1, 0].entries()) {
        await trial.add(`a${priority}`, { priority, lane: "a" });
        await trial.add(`${i % 2}${priority}`, { priority, lane: `${i % 2}` });
      }
      const { ids, handle } = trial.recorder();
      trial.queue.process(handle, { concurrency: 1 });
      await trial.until("all have run", () => ids.length === 8);
      trial.same(ids.map((id) => id.slice(-1)).join(""), "00112233", "the priorities");
    },
  },
  {
    name: "concurrency: so many handlers, and no more",
    run: async (trial) => {
      const held = trial.holder();
      trial.queue.process(held.handle, { concurrency: 3 });
      await trial.queue.enqueueAll(
        Array.from({ length: 12 }, (_, i) => ({ id: `j${i}`, data: i })),
      );
      for (let ended = 0; ended < 12; ended += 3) {
        await trial.until("three run", () => held.runs.length === ended + 3);
        await trial.stays("no more run", () => held.runs.length === ended + 3, 40);
        trial.same((await trial.queue.counts()).active, 3, "those that are active");
        for (const { end } of held.runs.slice(ended)) end();
        if (ended + 3 < 12) await trial.until("the next run", () => held.runs.length > ended + 3);
      }
      await trial.until("all are done", async () => (await trial.queue.counts()).completed === 12);
    },
  },
  {
    name: "concurrency: retries leave slots for first attempts",
    run: async (trial) => {
      const held = trial.holder();
      trial.queue.process(held.handle, {
        concurrency: 4,
        reservedForFirst: 2,
        retry: { delaysMs: [0] },
      });
      for (let i = 0; i < 6; i++) {
        await trial.add(`j${i}`);
        await trial.until("it runs", () => held.runs.some(({ job }) => job.id === `j${i}`));
        held.runs.find(({ job }) => job.id === `j${i}`)?.fail(new Error("no"));
        const isOver = async () => (await trial.status(`j${i}`)).lastFailure !== undefined;
        await trial.until("it has failed", isOver);
      }
      const retries = () => held.runs.filter(({ context }) => context.attempt > 1);
      await trial.until("two are tried again", () => retries().length === 2);
      await trial.stays("no more are tried again", () => retries().length === 2);
      for (const id of ["new 1", "new 2"]) await trial.add(id);
      await trial.until(
        "new ones run",
        () => held.runs.filter(({ job }) => job.id.startsWith("new")).length === 2,
      );
      for (const { end } of retries()) end();
      await trial.until("others are tried again", () => retries().length === 4);
    },
  },
  {
    name: "process: what is enqueued runs soon, also long after the last",
    run: async (trial) => {
      const { ids, handle } = trial.recorder();
      trial.queue.process(handle);
      for (let i = 0; i < 5; i++) {
        await sleep(30);
        await trial.add(`j${i}`);
        await trial.until("it has run", () => ids.length === i + 1);
      }
    },
  },
  {
    name: "process: another queue's jobs are found, and each has one winner",
    needs: "another",
    run: async (trial) => {
      const other = await trial.another();
      const { ids, handle } = trial.recorder();
      trial.queue.process(handle);
      other.process(handle);
      const jobs = (prefix: string) =>
        Array.from({ length: 100 }, (_, i) => ({ id: `${prefix}${i}`, data: i }));
      await Promise.all([trial.queue.enqueueAll(jobs("a")), other.enqueueAll(jobs("b"))]);
      await trial.until("all are done", async () => (await other.counts()).completed === 200);
      trial.same([ids.length, new Set(ids).size], [200, 200], "runs, and different ones");
    },
  },
  {
    name: "process: options that are none are refused",
    run: async (trial) => {
      const { queue } = trial;
      const numbers = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, "5", null];
      for (const name of ["concurrency", "leaseMs", "timeoutMs"]) {
        for (const value of numbers) {
          await trial.refuses(`${name}: ${value}`, "option_invalid", () =>
            queue.process(() => 1, { [name]: value }),
          );
        }
      }
      const bad = [
        { reservedForFirst: 10 },
        { retry: { delaysMs: [-1] } },
        { retry: { jitter: 2 } },
        { onFailure: 5 as never },
      ];
      for (const options of bad) {
        await trial.refuses(JSON.stringify(options), "option_invalid", () =>
          queue.process(() => 1, options),
        );
      }
      await trial.refuses("no handler", "option_invalid", () => queue.process(undefined as never));
      await trial.add("j");
      await trial.stays(
        "nobody takes a job",
        async () => (await trial.status("j")).state === "waiting",
        40,
      );
    },
  },
];
