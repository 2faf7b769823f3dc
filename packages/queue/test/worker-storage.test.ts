import { fakeClock } from "@hooks/testing";
import { afterEach, describe, expect, test } from "vitest";
import { JobTable } from "../../queues/memory/src/job-table.ts";
import { MemoryJobs } from "../../queues/memory/src/memory-jobs.ts";
import {
  createQueue,
  type Hold,
  type Queue,
  QueueError,
  queueSettings,
  type Settlement,
} from "../src/index.ts";

/** Jobs in memory, of which any verb can be made to fail. */
class BreakableJobs extends MemoryJobs {
  readonly broken = new Set<"claim" | "extend" | "settle" | "progress">();

  #check(verb: "claim" | "extend" | "settle" | "progress"): void {
    if (this.broken.has(verb)) throw new QueueError("storage_failed", verb);
  }
  override async claim(...args: Parameters<MemoryJobs["claim"]>): ReturnType<MemoryJobs["claim"]> {
    this.#check("claim");
    return super.claim(...args);
  }
  override extend(holds: readonly Hold[], untilMs: number): boolean[] {
    this.#check("extend");
    return super.extend(holds, untilMs);
  }
  override settle(hold: Hold, settlement: Settlement, nowMs: number): boolean {
    this.#check("settle");
    return super.settle(hold, settlement, nowMs);
  }
  override progress(hold: Hold, value: number): boolean {
    this.#check("progress");
    return super.progress(hold, value);
  }
}

const queues: Queue[] = [];
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.close({ timeoutMs: 0 });
});

function create() {
  const clock = fakeClock();
  const settings = queueSettings({ now: clock.now });
  const jobs = new BreakableJobs(new JobTable(settings, { maxJobs: 100, maxBytes: 1e6 }));
  const queue = createQueue(jobs, { ...settings, pollMs: 10 });
  queues.push(queue);
  return { queue, jobs, clock };
}

const patience = { timeout: 20_000 };

describe("a worker whose storage fails", () => {
  test("to give jobs asks again, and tells", async () => {
    const { queue, jobs } = create();
    jobs.broken.add("claim");
    const errors: unknown[] = [];
    let runs = 0;
    queue.process(() => runs++, { onStorageError: (error) => errors.push(error) });
    await queue.enqueue({ data: 1 }, { id: "j" });
    await expect.poll(() => errors.length, patience).toBeGreaterThan(1);
    jobs.broken.clear();
    await expect.poll(() => runs, patience).toBe(1);
  });

  test("to note an end notes it later, and meanwhile takes no more than it has slots for", async () => {
    const { queue, jobs } = create();
    jobs.broken.add("settle");
    const ran: string[] = [];
    queue.process(({ id }) => void ran.push(id), { concurrency: 2 });
    for (let i = 0; i < 5; i++) await queue.enqueue({ data: i }, { id: `j${i}` });
    await expect.poll(() => ran.length, patience).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ran).toEqual(["j0", "j1"]);
    jobs.broken.clear();
    await expect.poll(async () => (await queue.counts()).completed, patience).toBe(5);
    expect(ran).toHaveLength(5);
  });

  test("for as long as a lease aborts the handler, for another may have the job", async () => {
    const { queue, jobs } = create();
    jobs.broken.add("extend");
    let reason: unknown;
    queue.process(
      (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            resolve(undefined);
          });
        }),
      { leaseMs: 150 },
    );
    await queue.enqueue({ data: 1 }, { id: "j" });
    await expect.poll(() => reason, patience).toMatchObject({ code: "lease_lost" });
  });

  test("to keep progress lets the handler go on", async () => {
    const { queue, jobs } = create();
    jobs.broken.add("progress");
    const errors: unknown[] = [];
    queue.process((_, { progress }) => progress(1), {
      onStorageError: (error) => errors.push(error),
    });
    await queue.enqueue({ data: 1 }, { id: "j" });
    await expect.poll(async () => (await queue.status("j"))?.state, patience).toBe("completed");
    expect(errors).toHaveLength(1);
  });

  test("can still be closed", async () => {
    const { queue, jobs } = create();
    jobs.broken.add("claim").add("settle");
    queue.process(() => 1);
    await queue.close({ timeoutMs: 50 });
    await expect(queue.counts()).rejects.toMatchObject({ code: "queue_closed" });
  });
});
