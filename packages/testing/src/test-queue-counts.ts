import { DeadNow } from "@hooks/queue";
import type { QueueCase } from "./test-queue-trial.ts";

/** How many jobs there are, and for how long. */
export const countCases: readonly QueueCase[] = [
  {
    name: "counts: they add up, and health with them",
    run: async (trial) => {
      const { queue, shortMs } = trial;
      await queue.setLane("closed", { concurrency: 1 });
      const held = trial.holder();
      queue.process(
        (job, context) => {
          if (job.data === "complete") return undefined;
          if (job.data === "die") throw new DeadNow({ code: "gone" });
          if (job.data === "retry") throw new Error("no");
          return held.handle(job, context);
        },
        { retry: { delaysMs: [600_000] } },
      );
      const kinds = { complete: 7, die: 5, retry: 4, hold: 3 };
      for (const [data, count] of Object.entries(kinds)) {
        await queue.enqueueAll(
          Array.from({ length: count }, (_, i) => ({ id: `${data}${i}`, data })),
        );
      }
      await trial.add("far", { data: "hold", delayMs: 600_000 });
      await queue.enqueueAll(
        Array.from({ length: 4 }, (_, i) => ({ id: `c${i}`, data: "hold", lane: "closed" })),
      );
      const expected = { waiting: 3, delayed: 5, active: 4, completed: 7, dead: 5 };
      const isSo = async () => JSON.stringify(await queue.counts()) === JSON.stringify(expected);
      await trial.until("the counts are right", isSo);
      const before = await queue.health();
      trial.same([before.depth, before.active, before.dead], [3, 4, 5], "depth, active and dead");
      trial.same(before.lastMinute, { completed: 7, failed: 9 }, "the last minute");
      await trial.pass(shortMs);
      const { oldestWaitingMs } = await queue.health();
      const least = trial.canAdvance ? before.oldestWaitingMs + shortMs : shortMs;
      trial.holds(
        oldestWaitingMs >= least && oldestWaitingMs < least + 60_000,
        `the oldest waits for ${oldestWaitingMs} ms`,
      );
      const states = await Promise.all(
        ["c1", "far", "retry0", "hold0", "complete0", "die0"].map((id) => trial.status(id)),
      );
      trial.same(
        states.map(({ state }) => state),
        ["waiting", "delayed", "delayed", "active", "completed", "dead"],
        "the states",
      );
    },
  },
  {
    name: "retention: so many completed and dead ones, and no more",
    options: { completed: { count: 20 }, dead: { count: 10 } },
    run: async (trial) => {
      const { queue } = trial;
      queue.process(({ data }) => {
        if (data === "die") throw new DeadNow({ code: "gone" });
      });
      for (let i = 0; i < 100; i++) await trial.add(`c${i}`, { data: "complete" });
      for (let i = 0; i < 60; i++) await trial.add(`d${i}`, { data: "die" });
      const isOver = async () => {
        const { waiting, active } = await queue.counts();
        return waiting + active === 0;
      };
      await trial.until("all are over", isOver);
      const { completed, dead } = await queue.counts();
      trial.holds(completed >= 20 && completed <= 25, `${completed} completed jobs are kept`);
      trial.holds(dead >= 10 && dead <= 13, `${dead} dead jobs are kept`);
      trial.same(
        (await queue.enqueue({ data: "complete" }, { id: "c99" })).isNew,
        false,
        "the latest",
      );
      await trial.add("c0", { data: "other" });
    },
  },
  {
    name: "retention: so long, and no longer",
    needs: "advance",
    options: { completed: { ageMs: 60_000 }, dead: { ageMs: 120_000 } },
    run: async (trial) => {
      const { queue } = trial;
      const worker = queue.process(({ id }) => {
        if (id === "dead") throw new DeadNow({ code: "gone" });
      });
      await trial.add("done");
      await trial.add("dead");
      await trial.becomes("done", "completed");
      await trial.becomes("dead", "dead");
      await trial.pass(59_999);
      trial.same((await trial.status("done")).state, "completed", "just before");
      await trial.pass(1);
      trial.same(await queue.status("done"), undefined, "what is left of the completed one");
      await worker.close();
      await trial.add("done", { data: "other" });
      trial.same((await trial.status("dead")).state, "dead", "the dead one");
      await trial.pass(60_000);
      trial.same(await queue.status("dead"), undefined, "what is left of the dead one");
    },
  },
];
