import { isQueueError, type JobContext, RetryLater } from "@hooks/queue";
import { type QueueCase, sleep } from "./test-queue-trial.ts";

/** Who holds a job, and for how long. */
export const leaseCases: readonly QueueCase[] = [
  {
    name: "lease: a heartbeat extends it for as long as the handler runs",
    needs: "another",
    run: async (trial) => {
      const held = trial.holder();
      const options = { leaseMs: 1500 };
      trial.queue.process(held.handle, options);
      await trial.add("j");
      await trial.until("it runs", () => held.runs.length === 1);
      (await trial.another()).process(held.handle, options);
      for (let i = 0; i < 5; i++) {
        // The clock goes by what the heartbeat has had time to extend.
        await sleep(600);
        if (trial.canAdvance) await trial.pass(600);
        trial.same(held.runs.length, 1, "runs");
      }
      trial.holds(!held.runs[0]?.context.signal.aborted, "the holder is aborted");
      held.runs[0]?.end();
      trial.same((await trial.becomes("j", "completed")).attempts, 1, "attempts");
    },
  },
  {
    name: "lease: once it has ended, the job is another's, and the late holder's word counts nothing",
    needs: "advance",
    run: async (trial) => {
      const { queue } = trial;
      const ways = {
        completes: ({ end }: { end: () => void }) => end(),
        fails: ({ fail }: { fail: (error: unknown) => void }) => fail(new Error("late")),
        "asks for later": ({ fail }: { fail: (error: unknown) => void }) =>
          fail(new RetryLater({ delayMs: 0 })),
      };
      const held = trial.holder();
      queue.process(held.handle, { leaseMs: 60_000, retry: { delaysMs: [0, 0, 0] } });
      for (const [id, act] of Object.entries(ways)) {
        await trial.add(id);
        const runs = () => held.runs.filter(({ job }) => job.id === id);
        await trial.until("it runs", () => runs().length === 1);
        await trial.pass(59_999);
        await trial.stays("it is held", () => runs().length === 1, 40);
        await trial.pass(1);
        await trial.until("it runs again", () => runs().length === 2);
        trial.same((await trial.status(id)).lastFailure?.code, "lease_expired", "the code");
        trial.same(runs()[1]?.context.attempt, 2, "the attempt");
        await runs()[0]?.context.progress(5);
        act(runs()[0] as never);
        await trial.stays(
          "the late word counts nothing",
          async () => {
            const { state, attempts, progress } = await trial.status(id);
            return state === "active" && attempts === 2 && progress === undefined;
          },
          60,
        );
        runs()[1]?.end();
        trial.same((await trial.becomes(id, "completed")).attempts, 2, "attempts");
      }
    },
  },
  {
    name: "lease: after the last attempt a job whose holders die is dead",
    needs: "advance",
    run: async (trial) => {
      const held = trial.holder();
      trial.queue.process(held.handle, { leaseMs: 60_000, retry: { delaysMs: [0] } });
      await trial.add("j");
      for (const runs of [1, 2]) {
        await trial.until("it runs", () => held.runs.length === runs);
        await trial.pass(60_000);
      }
      const { attempts, lastFailure } = await trial.becomes("j", "dead");
      trial.same([attempts, lastFailure?.code], [2, "lease_expired"], "what is told");
    },
  },
  {
    name: "lease: who has lost it is told by the signal",
    needs: "advance",
    run: async (trial) => {
      const held = trial.holder();
      trial.queue.process(held.handle, { leaseMs: 3000 });
      await trial.add("j");
      await trial.until("it runs", () => held.runs.length === 1);
      await trial.pass(3000);
      const { signal } = (held.runs[0] as { context: JobContext }).context;
      await trial.until("it is aborted", () => signal.aborted);
      const isRight = isQueueError(signal.reason) && signal.reason.code === "lease_lost";
      trial.holds(isRight, `the reason is ${String(signal.reason)}`);
    },
  },
];
