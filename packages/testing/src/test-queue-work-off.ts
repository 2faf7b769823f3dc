import { type JobHandler, type WorkOffOptions, workOff } from "@hooks/queue";
import { type QueueCase, type QueueTrial, sleep } from "./test-queue-trial.ts";

/** Works off with all the time there is, and ends by itself. */
async function workAllOff(
  trial: QueueTrial,
  handle: JobHandler,
  options: WorkOffOptions = {},
): Promise<number> {
  let attempts: number | undefined;
  const worked = workOff(trial.queue, handle, { forMs: 3_600_000, ...options }).then((count) => {
    attempts = count;
  });
  await trial.until("it ends", () => attempts !== undefined);
  await worked;
  return attempts ?? 0;
}

/** How what waits is worked off by a process that does not stay. */
export const workOffCases: readonly QueueCase[] = [
  {
    name: "work off: all that waits runs, with what comes meanwhile, and then it ends",
    run: async (trial) => {
      const { queue } = trial;
      const ids: string[] = [];
      const handle: JobHandler = async ({ id }) => {
        ids.push(id);
        if (id === "j3") await trial.add("late");
        await sleep(1);
      };
      for (let i = 0; i < 12; i++) await trial.add(`j${i}`);
      trial.same(await workAllOff(trial, handle, { concurrency: 3 }), 13, "attempts");
      trial.same(new Set(ids).size, 13, "different jobs");
      const { waiting, active, completed } = await queue.counts();
      trial.same([waiting, active, completed], [0, 0, 13], "waiting, active, completed");
      trial.same(await workAllOff(trial, handle), 0, "attempts where nothing waits");
    },
  },
  {
    name: "work off: what failed is left to its delay, and the call does not wait for it",
    run: async (trial) => {
      await trial.add("j");
      const retry = { delaysMs: [3_600_000] };
      const fail = (): never => {
        throw new Error("not now");
      };
      trial.same(await workAllOff(trial, fail, { retry }), 1, "attempts");
      const { state, attempts } = await trial.status("j");
      trial.same([state, attempts], ["delayed", 1], "what becomes of the job");
    },
  },
  {
    name: "work off: when the time is up none starts, and those that run are waited for",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      for (const id of ["a", "b"]) await trial.add(id);
      let isOver = false;
      const worked = workOff(queue, held.handle, {
        concurrency: 1,
        forMs: 2000,
        graceMs: 50,
      }).finally(() => {
        isOver = true;
      });
      await trial.until("one runs", () => held.runs.length === 1);
      await trial.stays("it is waited for", () => !isOver && held.runs.length === 1, 2300);
      held.runs[0]?.end();
      trial.same(await worked, 1, "attempts");
      const { waiting, active, completed } = await queue.counts();
      trial.same([waiting, active, completed], [1, 0, 1], "waiting, active, completed");
    },
  },
  {
    name: "work off: a queue that is paused is left alone",
    run: async (trial) => {
      const { queue } = trial;
      const { ids, handle } = trial.recorder();
      await trial.add("j");
      await queue.pause();
      trial.same(await workAllOff(trial, handle), 0, "attempts");
      await queue.resume();
      trial.same(await workAllOff(trial, handle), 1, "attempts after that");
      trial.same(ids, ["j"], "what ran");
    },
  },
  {
    name: "work off: it ends with the queue",
    run: async (trial) => {
      const held = trial.holder();
      await trial.add("a");
      const worked = workAllOff(trial, held.handle, { concurrency: 1 });
      await trial.until("one runs", () => held.runs.length === 1);
      const closed = trial.queue.close();
      held.runs[0]?.end();
      await closed;
      trial.same(await worked, 1, "attempts");
    },
  },
  {
    name: "work off: what it can't take is refused",
    run: async (trial) => {
      const { queue } = trial;
      const handle = (): void => undefined;
      for (const forMs of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
        await trial.refuses(`forMs ${forMs}`, "option_invalid", () =>
          workOff(queue, handle, { forMs }),
        );
      }
      await trial.refuses("no handler", "option_invalid", () => workOff(queue, undefined as never));
      await trial.refuses("concurrency 0", "option_invalid", () =>
        workOff(queue, handle, { concurrency: 0 }),
      );
    },
  },
];
