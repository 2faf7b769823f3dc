import { DeadNow, type ProcessOptions, RetryLater } from "@hooks/queue";
import { type QueueCase, type QueueTrial, sleep } from "./test-queue-trial.ts";

const once: ProcessOptions["retry"] = { delaysMs: [] };

/** Times between two attempts, of a failure and the attempt after it. */
async function dueAfter(trial: QueueTrial, id: string): Promise<number> {
  const { dueAtMs, lastFailure } = await trial.becomes(id, "delayed");
  return dueAtMs - (lastFailure?.atMs ?? Number.NaN);
}

/** How often a job is tried, and when. */
export const attemptCases: readonly QueueCase[] = [
  ...[0, 0.5, 0.999].map(
    (random): QueueCase => ({
      name: `retry: by the schedule, with a jitter of ${random}, and then dead`,
      options: { random: () => random },
      run: async (trial) => {
        const delaysMs = trial.canAdvance ? [5000, 300_000, 86_400_000] : [150, 300, 450];
        const seen: (readonly [number, boolean])[] = [];
        const atMs: number[] = [];
        const handle = (_: unknown, { attempt, isLast }: { attempt: number; isLast: boolean }) => {
          seen.push([attempt, isLast]);
          atMs.push(performance.now());
          throw new Error("no");
        };
        trial.queue.process(handle, { retry: { delaysMs, jitter: 0.2 } });
        await trial.add("j");
        for (const [i, delayMs] of delaysMs.entries()) {
          const exactMs = Math.ceil(delayMs * (1 + 0.2 * random));
          await trial.until(`attempt ${i + 1} has run`, () => seen.length > i);
          if (!trial.canAdvance) {
            await trial.until("the next has run", () => seen.length > i + 1);
            const waitedMs = (atMs[i + 1] ?? 0) - (atMs[i] ?? 0);
            trial.holds(
              waitedMs >= exactMs - 2,
              `${waitedMs} ms after attempt ${i + 1}, not ${exactMs}`,
            );
            continue;
          }
          trial.same(await dueAfter(trial, "j"), exactMs, "the delay");
          await trial.pass(exactMs - 1);
          await trial.stays("it waits until its time", () => seen.length === i + 1, 40);
          await trial.pass(1);
        }
        const status = await trial.becomes("j", "dead");
        trial.same(
          seen,
          [
            [1, false],
            [2, false],
            [3, false],
            [4, true],
          ],
          "attempts",
        );
        trial.same(
          [status.attempts, status.lastFailure?.code],
          [4, "handler_failed"],
          "what is told",
        );
      },
    }),
  ),
  {
    name: "retry: at the time that the handler says, thrown or returned",
    run: async (trial) => {
      const { queue, canAdvance } = trial;
      const delayMs = 600_000;
      const later = (id: string): RetryLater => {
        if (id.startsWith("at")) return new RetryLater({ atMs: 1, code: "past" });
        return new RetryLater({ delayMs, code: "slow_down", message: "in a while" });
      };
      queue.process((job, { attempt }) => {
        if (attempt > 1) return undefined;
        if (job.id.endsWith("thrown")) throw later(job.id);
        return later(job.id);
      });
      for (const id of ["thrown", "returned", "at thrown", "at returned"]) await trial.add(id);
      for (const id of ["thrown", "returned"]) {
        trial.same(await dueAfter(trial, id), delayMs, "the delay");
        const { lastFailure } = await trial.status(id);
        trial.same(
          [lastFailure?.code, lastFailure?.message],
          ["slow_down", "in a while"],
          "what is told",
        );
      }
      for (const id of ["at thrown", "at returned"]) {
        const status = await trial.becomes(id, "completed");
        trial.same([status.attempts, status.lastFailure?.code], [2, "past"], "what is told");
      }
      if (!canAdvance) return;
      await trial.pass(delayMs);
      for (const id of ["thrown", "returned"]) await trial.becomes(id, "completed");
    },
  },
  {
    name: "retry: what is not counted does not use up an attempt, and what is counted does",
    run: async (trial) => {
      const seen: number[] = [];
      trial.queue.process(
        ({ id }, { attempt }) => {
          if (id === "counted") throw new RetryLater({ delayMs: 0 });
          seen.push(attempt);
          if (seen.length <= 5) throw new RetryLater({ delayMs: 0, isCounted: false });
          throw new Error("no");
        },
        { retry: { delaysMs: [0] } },
      );
      await trial.add("j");
      const { attempts } = await trial.becomes("j", "dead");
      trial.same(seen, [1, 1, 1, 1, 1, 1, 2], "attempts");
      trial.same(attempts, 2, "attempts that are counted");
      await trial.add("counted");
      const dead = await trial.becomes("counted", "dead");
      trial.same([dead.attempts, dead.lastFailure?.code], [2, "retry_later"], "what is told");
    },
  },
  {
    name: "retry: given up at once where the handler says so, thrown or returned",
    run: async (trial) => {
      trial.queue.process(({ id }) => {
        const gone = new DeadNow({ code: "gone", message: "it is no more" });
        if (id === "thrown") throw gone;
        return gone;
      });
      for (const id of ["thrown", "returned"]) {
        await trial.add(id);
        const { attempts, lastFailure, finishedAtMs } = await trial.becomes(id, "dead");
        trial.same(
          [attempts, lastFailure?.code, lastFailure?.message],
          [1, "gone", "it is no more"],
          "what is told",
        );
        trial.same(typeof finishedAtMs, "number", "when it died");
      }
    },
  },
  {
    name: "failure: whatever is thrown, an error or not",
    run: async (trial) => {
      const thrown: unknown[] = [
        "text",
        undefined,
        null,
        5,
        { code: "secret" },
        Symbol("s"),
        () => 1,
      ];
      trial.queue.process(
        ({ data }, { attempt }) => {
          if (attempt === 1) throw thrown[data as number];
        },
        { retry: { delaysMs: [0] } },
      );
      for (const i of thrown.keys()) {
        await trial.add(`j${i}`, { data: i });
        const { attempts, lastFailure } = await trial.becomes(`j${i}`, "completed");
        trial.same(
          [attempts, lastFailure?.code],
          [2, "handler_failed"],
          `what is told of ${typeof thrown[i]}`,
        );
      }
    },
  },
  {
    name: "failure: its code is kept, an unknown error's message is not",
    run: async (trial) => {
      const told: unknown[] = [];
      const coded = Object.assign(new TypeError("payload 4711"), { code: "ECONNREFUSED" });
      const odd = Object.assign(new Error("payload 4711"), {
        code: "payload 4711",
        name: "payload 4711",
      });
      const errors = [new SyntaxError("payload 4711"), coded, odd];
      trial.queue.process(
        ({ data }) => {
          throw errors[data as number];
        },
        {
          retry: once,
          onFailure: (error, { jobId, code }) => {
            told.push([error === errors[Number(jobId)], code]);
            throw new Error("a listener's own");
          },
        },
      );
      for (const i of errors.keys()) await trial.add(`${i}`, { data: i });
      for (const i of errors.keys()) await trial.becomes(`${i}`, "dead");
      const { jobs } = await trial.queue.dead();
      trial.holds(!JSON.stringify(jobs).includes("4711"), "an unknown error's message is stored");
      const codes = ["handler_failed", "ECONNREFUSED", "handler_failed"];
      for (const [i, code] of codes.entries())
        trial.same((await trial.status(`${i}`)).lastFailure?.code, code, "the code");
      await trial.until("all are told", () => told.length === 3);
      trial.holds(
        told.every((one) => (one as unknown[])[0]),
        "the error itself is not told",
      );
    },
  },
  {
    name: "time limit: a promise that never settles frees its slot, and is a failure",
    run: async (trial) => {
      const { queue } = trial;
      const held = trial.holder();
      queue.process(held.handle, {
        concurrency: 1,
        timeoutMs: 100,
        graceMs: 50,
        retry: { delaysMs: [0] },
      });
      await trial.add("stuck");
      await trial.until("it runs", () => held.runs.length === 1);
      await trial.until("it is aborted", () => held.runs[0]?.context.signal.aborted);
      const reason = held.runs[0]?.context.signal.reason;
      trial.same(reason instanceof Error && reason.name, "TimeoutError", "the reason");
      await trial.until("it runs again", () => held.runs.length === 2);
      trial.same((await trial.status("stuck")).lastFailure?.code, "handler_timeout", "the code");
      trial.same(held.runs[1]?.context.attempt, 2, "the attempt");
      held.runs[0]?.end();
      await trial.stays(
        "a late end changes nothing",
        async () => (await trial.status("stuck")).state === "active",
        40,
      );
      const { attempts } = await trial.becomes("stuck", "dead");
      trial.same(attempts, 2, "attempts");
      await trial.add("next");
      await trial.until("the slot is free", () => held.runs.length === 3);
      held.runs[2]?.end();
      await trial.becomes("next", "completed");
    },
  },
  {
    name: "time limit: who ends within the time of grace has its say",
    run: async (trial) => {
      const handle = async ({ id }: { id: string }, { signal }: { signal: AbortSignal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await sleep(5);
        if (id === "throws") throw signal.reason;
        if (id === "gone") throw new DeadNow({ code: "gone" });
      };
      trial.queue.process(handle, { timeoutMs: 50, graceMs: 10_000, retry: once });
      for (const id of ["ends", "throws", "gone"]) await trial.add(id);
      await trial.becomes("ends", "completed");
      for (const [id, code] of [
        ["throws", "handler_timeout"],
        ["gone", "gone"],
      ] as const) {
        trial.same((await trial.becomes(id, "dead")).lastFailure?.code, code, "the code");
      }
    },
  },
];
