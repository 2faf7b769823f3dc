import { isQueueError } from "@hooks/queue";
import type { QueueCase } from "./test-queue-trial.ts";

/** How a queue ends. */
export const closingCases: readonly QueueCase[] = [
  {
    name: "close: running handlers end first, and no other starts",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      const worker = queue.process(held.handle, { concurrency: 2 });
      for (let i = 0; i < 4; i++) await trial.add(`j${i}`);
      await trial.until("two run", () => held.runs.length === 2);
      let isClosed = false;
      const closed = worker.close().then(() => {
        isClosed = true;
      });
      held.runs[0]?.end();
      await trial.stays("it waits for the other", () => !isClosed && held.runs.length === 2);
      trial.holds(!held.runs[1]?.context.signal.aborted, "the other is aborted");
      held.runs[1]?.end();
      await closed;
      trial.same((await queue.counts()).completed, 2, "completed ones");
      trial.same((await queue.counts()).waiting, 2, "those that wait");
      await trial.stays("none starts", () => held.runs.length === 2, 60);
    },
  },
  {
    name: "close: who runs for longer is aborted, and the job put back if it then gives up",
    run: async (trial) => {
      const { queue } = trial;
      const reasons: unknown[] = [];
      const worker = queue.process(
        (_, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => {
              reasons.push(signal.reason);
              reject(signal.reason);
            });
          }),
      );
      await trial.add("j");
      await trial.becomes("j", "active");
      await worker.close({ timeoutMs: 50 });
      const [reason] = reasons;
      trial.holds(
        isQueueError(reason) && reason.code === "queue_closed",
        `the reason is ${String(reason)}`,
      );
      const { state, attempts } = await trial.status("j");
      trial.same([state, attempts], ["waiting", 0], "what becomes of the job");
      const { ids, handle } = trial.recorder();
      queue.process(handle);
      await trial.until("it runs again", () => ids.length === 1);
    },
  },
  {
    name: "close: who runs on regardless is left to the lease",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      const worker = queue.process(held.handle, { graceMs: 50, leaseMs: 60_000 });
      await trial.add("j");
      await trial.until("it runs", () => held.runs.length === 1);
      await worker.close({ timeoutMs: 0 });
      const { state, attempts } = await trial.status("j");
      trial.same([state, attempts], ["active", 1], "what becomes of the job");
      if (!trial.canAdvance) return;
      queue.process(held.handle);
      await trial.pass(60_000);
      await trial.until("another gets it", () => held.runs.length === 2);
      trial.same(held.runs[1]?.context.attempt, 2, "the attempt");
    },
  },
  {
    name: "close: then every verb is refused, and a second call waits for the first",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      queue.process(held.handle);
      await trial.add("j");
      await trial.until("it runs", () => held.runs.length === 1);
      let count = 0;
      const closed = [queue.close(), queue.close()].map((one) => one.then(() => count++));
      await trial.refuses("enqueue while it closes", "queue_closed", () =>
        queue.enqueue({ data: 1 }, { id: "k" }),
      );
      await trial.stays("it waits", () => count === 0, 60);
      held.runs[0]?.end();
      await Promise.all(closed);
      const calls: readonly (() => unknown)[] = [
        () => queue.ready(),
        () => queue.enqueue({ data: 1 }, { id: "k" }),
        () => queue.enqueueAll([{ data: 1, id: "k" }]),
        () => queue.process(() => 1),
        () => queue.setLane("l", {}),
        () => queue.pause(),
        () => queue.resume(),
        () => queue.status("j"),
        () => queue.inspect("j"),
        () => queue.dead(),
        () => queue.retryDead({}),
        () => queue.remove("j"),
        () => queue.counts(),
        () => queue.health(),
      ];
      for (const call of calls) await trial.refuses(String(call), "queue_closed", call);
      await queue.close();
    },
  },
];
