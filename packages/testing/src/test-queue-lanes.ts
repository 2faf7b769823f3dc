import type { QueueCase, QueueTrial } from "./test-queue-trial.ts";

async function addAll(trial: QueueTrial, lane: string, count: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, i) => ({ id: `${lane}${i}`, data: i, lane }));
  await trial.queue.enqueueAll(jobs);
}

/** What one endpoint's jobs may do to another's. */
export const laneCases: readonly QueueCase[] = [
  {
    name: "lane: its concurrency, and no job of another lane held up",
    run: async (trial) => {
      const { queue } = trial;
      await queue.setLane("slow", { concurrency: 2 });
      await addAll(trial, "slow", 500);
      const held = trial.holder();
      queue.process(held.handle, { concurrency: 10 });
      await trial.until("two run", () => held.runs.length === 2);
      await addAll(trial, "other", 5);
      await trial.add("none");
      const other = () => held.runs.filter(({ job }) => job.lane !== "slow").length;
      await trial.until("others run", () => other() === 6);
      await trial.stays("no more of it run", () => held.runs.length === 8);
      const { waiting, active } = await queue.counts();
      trial.same([waiting, active], [498, 8], "waiting and active");
      held.runs[0]?.end();
      await trial.until("its next runs", () => held.runs.length === 9);
      trial.same(held.runs.at(-1)?.job.id, "slow2", "the next");
    },
  },
  {
    name: "lane: ten at a time where nothing was said, and new limits hold at once",
    run: async (trial) => {
      const { queue } = trial;
      await addAll(trial, "l", 40);
      const held = trial.holder();
      queue.process(held.handle, { concurrency: 30 });
      await trial.until("ten run", () => held.runs.length === 10);
      await trial.stays("no more run", () => held.runs.length === 10);
      await queue.setLane("l", { concurrency: 15 });
      await trial.until("fifteen run", () => held.runs.length === 15);
      await queue.setLane("l", {});
      for (const { end } of held.runs.slice(0, 5)) end();
      await trial.stays("the default holds again", () => held.runs.length === 15);
    },
  },
  {
    name: "lane: its rate",
    run: async (trial) => {
      const { queue, shortMs } = trial;
      const perMs = trial.canAdvance ? 60_000 : 2 * shortMs;
      await queue.setLane("l", { concurrency: 100, rateLimit: { max: 3, perMs } });
      const { ids, handle } = trial.recorder();
      queue.process(handle);
      await addAll(trial, "l", 7);
      await addAll(trial, "m", 5);
      const ran = () => ids.filter((id) => id.startsWith("l"));
      await trial.until("three run, and the others", () => ran().length === 3 && ids.length >= 8);
      await trial.stays("no more run", () => ran().length === 3, trial.canAdvance ? 60 : perMs / 3);
      await trial.pass(perMs);
      await trial.until("three more run", () => ran().length >= 6);
      trial.same(ran().length, 6, "those that have run");
      await trial.pass(perMs);
      await trial.until("the last runs", () => ran().length === 7);
      trial.same(ran(), ["l0", "l1", "l2", "l3", "l4", "l5", "l6"], "the order");
    },
  },
  {
    name: "lane: in order, one at a time, through failures, delays and priorities",
    run: async (trial) => {
      const { queue, shortMs } = trial;
      await queue.setLane("l", { ordered: true });
      const seen: string[] = [];
      let running = 0;
      let most = 0;
      queue.process(
        async ({ id }, { attempt }) => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 2));
          running--;
          seen.push(id);
          if (id === "j1" && attempt < 3) throw new Error("no");
          if (id === "j3") throw new Error("never");
        },
        { retry: { delaysMs: [shortMs, shortMs] } },
      );
      for (let i = 0; i < 6; i++) {
        await trial.add(`j${i}`, {
          lane: "l",
          priority: 10 - i,
          ...(i === 4 && { delayMs: 3 * shortMs }),
        });
      }
      await trial.until("the second has failed", () => seen.length === 2);
      await trial.stays("it holds up the others", () => seen.length === 2, 80);
      trial.same((await trial.status("j2")).state, "waiting", "who waits behind it");
      for (let i = 0; i < 30 && seen.length < 10; i++) {
        await trial.pass(shortMs);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      await trial.until("all have run", () => seen.length === 10);
      trial.same(seen.join(" "), "j0 j1 j1 j1 j2 j3 j3 j3 j4 j5", "the order");
      trial.same(most, 1, "most at a time");
      trial.same((await trial.becomes("j3", "dead")).attempts, 3, "attempts of the dead");
    },
  },
  {
    name: "lane: who comes back from the dead goes to its end",
    run: async (trial) => {
      const { queue } = trial;
      await queue.setLane("l", { ordered: true });
      const worker = queue.process(
        () => {
          throw new Error("no");
        },
        { retry: { delaysMs: [] } },
      );
      await trial.add("j0", { lane: "l" });
      await trial.becomes("j0", "dead");
      await worker.close();
      await trial.add("j1", { lane: "l" });
      trial.same(await queue.retryDead("j0"), 1, "put back");
      const { ids, handle } = trial.recorder();
      queue.process(handle);
      await trial.until("both have run", () => ids.length === 2);
      trial.same(ids, ["j1", "j0"], "the order");
    },
  },
  {
    name: "lane: what is removed holds up nobody",
    run: async (trial) => {
      const { queue } = trial;
      await queue.setLane("l", { ordered: true });
      await trial.add("first", { lane: "l", delayMs: 600_000 });
      await trial.add("second", { lane: "l" });
      const { ids, handle } = trial.recorder();
      queue.process(handle);
      await trial.stays("the second waits", () => ids.length === 0, 60);
      await queue.remove("first");
      await trial.until("the second runs", () => ids.length === 1);
    },
  },
  {
    name: "lane: paused by itself, and still paused when all is resumed",
    run: async (trial) => {
      const { queue } = trial;
      await queue.pause("l");
      const { ids, handle } = trial.recorder();
      queue.process(handle);
      await trial.add("l", { lane: "l" });
      await trial.add("m", { lane: "m" });
      await trial.until("another's runs", () => ids.length === 1);
      trial.same(ids, ["m"], "who runs");
      await queue.pause();
      await queue.resume();
      await trial.stays("it stays paused", () => ids.length === 1);
      trial.same((await trial.status("l")).state, "waiting", "its state");
      await queue.resume("l");
      await trial.until("it runs", () => ids.length === 2);
    },
  },
  {
    name: "lane: its limits and pauses hold for every process",
    needs: "another",
    run: async (trial) => {
      const other = await trial.another();
      await trial.queue.setLane("l", { concurrency: 3 });
      await addAll(trial, "l", 20);
      const held = trial.holder();
      trial.queue.process(held.handle);
      other.process(held.handle);
      await trial.until("three run", () => held.runs.length === 3);
      await trial.stays("no more run", () => held.runs.length === 3, 400);
      await other.pause("l");
      held.runs[0]?.end();
      await trial.stays("it is paused", () => held.runs.length === 3, 400);
      await trial.queue.resume("l");
      await trial.until("it goes on", () => held.runs.length === 4);
    },
  },
  {
    name: "lane: limits that are none are refused",
    run: async (trial) => {
      const { queue } = trial;
      for (const value of [0, -1, 0.5, Number.NaN, "5", null]) {
        const limits = [
          { concurrency: value as number },
          { rateLimit: { max: value as number, perMs: 1000 } },
          { rateLimit: { max: 1, perMs: value as number } },
        ];
        for (const one of limits) {
          await trial.refuses(JSON.stringify(one), "option_invalid", () => queue.setLane("l", one));
        }
      }
      await trial.refuses("no lane", "job_invalid", () => queue.setLane("", {}));
    },
  },
];
