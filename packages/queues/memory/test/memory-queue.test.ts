import { afterEach, describe, expect, test } from "vitest";
import { type MemoryQueueOptions, memoryQueue } from "../src/index.ts";

const patience = { timeout: 20_000 };
const open: ReturnType<typeof memoryQueue>[] = [];
const create = (options: MemoryQueueOptions) => {
  const queue = memoryQueue(options);
  open.push(queue);
  return queue;
};
afterEach(async () => {
  for (const queue of open.splice(0)) await queue.close({ timeoutMs: 0 });
});

describe("a queue that is full", () => {
  test("of jobs refuses more, and has room when one is done", async () => {
    const queue = create({ maxJobs: 3 });
    for (const id of ["a", "b", "c"]) await queue.enqueue({ data: 1 }, { id });
    await expect(queue.enqueue({ data: 1 }, { id: "d" })).rejects.toMatchObject({
      code: "queue_full",
    });
    expect((await queue.enqueue({ data: 1 }, { id: "a" })).isNew).toBe(false);
    const worker = queue.process(() => {});
    await expect.poll(async () => (await queue.counts()).completed, patience).toBe(3);
    await worker.close();
    expect((await queue.enqueue({ data: 1 }, { id: "d" })).isNew).toBe(true);
  });

  test("of bytes counts a body once, and until the last job that needs it is done", async () => {
    const queue = create({ maxBytes: 1_500_000 });
    const body = new Uint8Array(1_000_000);
    const jobs = Array.from({ length: 100 }, (_, i) => ({ id: `j${i}`, data: i, body }));
    await queue.enqueueAll(jobs);
    await queue.enqueue({ data: 1, body }, { id: "later", delayMs: 600_000 });
    const other = () =>
      queue.enqueue({ data: 1, body: new Uint8Array(1_000_001) }, { id: "other" });
    await expect(other()).rejects.toMatchObject({ code: "queue_full" });
    queue.process(() => {});
    await expect.poll(async () => (await queue.counts()).completed, patience).toBe(100);
    await expect(other()).rejects.toMatchObject({ code: "queue_full" });
    await queue.remove("later");
    expect((await other()).isNew).toBe(true);
  });
});

test("a hundred thousand jobs leave flat memory behind", async () => {
  const queue = create({ completed: { count: 1000 } });
  let runs = 0;
  queue.process(() => void runs++, { concurrency: 100 });
  const body = new Uint8Array(10_000);
  for (let i = 0; i < 100; i++) {
    const jobs = Array.from({ length: 1000 }, (_, j) => ({ id: `${i}-${j}`, data: i, body }));
    await queue.enqueueAll(jobs);
    await expect.poll(() => runs, { ...patience, interval: 1 }).toBe(1000 * (i + 1));
  }
  await expect.poll(async () => (await queue.counts()).completed, patience).toBe(1000);
});

test.each([
  { maxJobs: 0 },
  { maxBytes: -1 },
  { maxDataBytes: 0.5 },
  { completed: { count: -1 } },
  { now: 5 as never },
])("options that are none are refused: %j", (options) => {
  expect(() => memoryQueue(options)).toThrow(expect.objectContaining({ code: "option_invalid" }));
});
