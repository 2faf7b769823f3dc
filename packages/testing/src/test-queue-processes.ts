import type { HandlerReport, QueueProcess } from "./queue-process.ts";
import { type QueueCase, type QueueTrial, sleep } from "./test-queue-trial.ts";

const jobs = (count: number, lane?: string) =>
  Array.from({ length: count }, (_, i) => ({
    id: `j${i}`,
    data: i,
    ...(lane !== undefined && { lane }),
  }));

const start = (trial: QueueTrial, count: number): Promise<QueueProcess[]> =>
  Promise.all(Array.from({ length: count }, () => trial.process()));

const reportsOf = (processes: readonly QueueProcess[]): HandlerReport[] =>
  processes.flatMap(({ reports }) => reports);

const starts = (processes: readonly QueueProcess[]): HandlerReport[] =>
  reportsOf(processes).filter(({ endedAtMs }) => endedAtMs === undefined);

/** The most handlers that ran at one time: who ends at the moment when another starts does not overlap. */
function mostAtOnce(processes: readonly QueueProcess[]): number {
  const ended = reportsOf(processes).filter(({ endedAtMs }) => endedAtMs !== undefined);
  const overlaps = ended.map(
    ({ startedAtMs }) =>
      ended.filter((one) => one.startedAtMs <= startedAtMs && (one.endedAtMs ?? 0) > startedAtMs)
        .length,
  );
  return Math.max(0, ...overlaps);
}

async function allDone(
  trial: QueueTrial,
  count: number,
  processes: readonly QueueProcess[],
): Promise<void> {
  const isDone = async () => (await trial.queue.counts()).completed === count;
  await trial.until(`${count} are completed`, isDone);
  // What a process has told may come later than what it has written.
  const ended = () =>
    new Set(
      reportsOf(processes)
        .filter(({ endedAtMs }) => endedAtMs)
        .map(({ id }) => id),
    );
  await trial.until("all have told", () => ended().size === count);
}

/** What processes do to one another, and to jobs when they are killed. */
export const processCases: readonly QueueCase[] = [
  {
    name: "processes: each job has one winner",
    needs: "processes",
    run: async (trial) => {
      const processes = await start(trial, 3);
      for (const one of processes) one.handle({ kind: "complete", afterMs: 1 });
      await trial.queue.enqueueAll(jobs(300));
      await allDone(trial, 300, processes);
      trial.same(starts(processes).length, 300, "runs");
      trial.holds(
        processes.every(({ reports }) => reports.length > 0),
        "a process has had no job",
      );
    },
  },
  {
    name: "processes: a lane's concurrency holds for all together",
    needs: "processes",
    run: async (trial) => {
      await trial.queue.setLane("l", { concurrency: 2 });
      const processes = await start(trial, 3);
      for (const one of processes) one.handle({ kind: "complete", afterMs: 15 });
      await trial.queue.enqueueAll(jobs(60, "l"));
      await allDone(trial, 60, processes);
      trial.same(mostAtOnce(processes), 2, "most at a time");
    },
  },
  {
    name: "processes: an ordered lane stays in order",
    needs: "processes",
    run: async (trial) => {
      await trial.queue.setLane("l", { ordered: true });
      const processes = await start(trial, 3);
      for (const one of processes) one.handle({ kind: "complete", afterMs: 3 });
      await trial.queue.enqueueAll(jobs(40, "l"));
      await allDone(trial, 40, processes);
      const ordered = starts(processes).sort((one, other) => one.startedAtMs - other.startedAtMs);
      trial.same(
        ordered.map(({ id }) => id),
        jobs(40).map(({ id }) => id),
        "the order",
      );
      trial.same(mostAtOnce(processes), 1, "most at a time");
    },
  },
  {
    name: "processes: what was acknowledged outlives kill -9",
    needs: "processes",
    run: async (trial) => {
      const processes = await start(trial, 2);
      for (const [i, one] of processes.entries()) one.enqueue(`p${i}-`);
      for (const one of processes) {
        await trial.until("it has enqueued", () => one.enqueued.length > 100);
        await one.kill();
      }
      for (const id of processes.flatMap(({ enqueued }) => enqueued)) {
        trial.holds(await trial.queue.status(id), `${id} was acknowledged, and is lost`);
      }
    },
  },
  {
    name: "processes: a killed one's jobs are handed over, and no other runs twice",
    needs: "processes",
    run: async (trial) => {
      const options = { leaseMs: 3000, concurrency: 5, retry: { delaysMs: [0, 0, 0, 0, 0] } };
      const processes = await start(trial, 3);
      for (const one of processes) one.handle({ kind: "complete", afterMs: 5 }, options);
      await trial.queue.enqueueAll(jobs(400));
      const [first, second] = processes as [QueueProcess, QueueProcess];
      for (const [i, one] of [first, second].entries()) {
        await trial.until("some have run", () => one.reports.length > 20 * (i + 1));
        await one.kill();
      }
      await allDone(trial, 400, processes);
      const runs = starts(processes).length;
      trial.holds(runs <= 410, `${runs} runs of 400 jobs, with 10 in flight at the kills`);
      trial.holds(new Set(starts(processes).map(({ id }) => id)).size === 400, "a job never ran");
    },
  },
  {
    name: "processes: one that stood still can neither complete nor fail what is another's",
    needs: "processes",
    run: async (trial) => {
      const [late] = (await start(trial, 1)) as [QueueProcess];
      late.handle({ kind: "complete", afterMs: 200 }, { leaseMs: 400 });
      await trial.add("j");
      await trial.until("it runs", () => late.reports.length === 1);
      late.signal("SIGSTOP");
      const held = trial.holder();
      trial.queue.process(held.handle);
      await trial.until("another gets it", () => held.runs.length === 1);
      trial.same(held.runs[0]?.context.attempt, 2, "the attempt");
      trial.same((await trial.status("j")).lastFailure?.code, "lease_expired", "the code");
      late.signal("SIGCONT");
      await trial.until("the late one ends", () => late.reports.length === 2);
      await trial.stays(
        "it changes nothing",
        async () => (await trial.status("j")).state === "active",
        200,
      );
      held.runs[0]?.end();
      const { attempts } = await trial.becomes("j", "completed");
      trial.same(attempts, 2, "attempts");
    },
  },
  {
    name: "processes: a handler that never returns loses its job, and the job is dead in the end",
    needs: "processes",
    run: async (trial) => {
      const options = { leaseMs: 300, retry: { delaysMs: [0] } };
      const processes = await start(trial, 2);
      for (const one of processes) {
        one.handle({ kind: "block" }, options);
        await sleep(20);
      }
      await trial.add("endless");
      await trial.until("both have had it", () => starts(processes).length === 2);
      for (const one of processes) await one.kill();
      trial.queue.process(() => 1, options);
      const { attempts, lastFailure } = await trial.becomes("endless", "dead");
      trial.same([attempts, lastFailure?.code], [2, "lease_expired"], "what is told");
    },
  },
];
