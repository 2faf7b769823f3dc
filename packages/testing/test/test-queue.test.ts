import { describe, expect, test } from "vitest";
import { type QueueTestOptions, testQueue } from "../src/index.ts";
import { queueWith } from "./faulty-queue.ts";
import { type Defect, defects } from "./queue-defects.ts";

function collect(
  create: Parameters<typeof testQueue>[1],
  options: Partial<QueueTestOptions> = { canAdvance: true, isShared: true },
): Map<string, () => Promise<void>> {
  const cases = new Map<string, () => Promise<void>>();
  const register = (name: string, run: () => Promise<void>) =>
    cases.set(name.replace(": ", ""), run);
  testQueue("", create, { patienceMs: 1500, ...options, test: register });
  return cases;
}

describe.concurrent("a queue without a defect", () => {
  testQueue("sample", (options) => queueWith(options), { test, canAdvance: true, isShared: true });
});

describe.concurrent("a queue that", () => {
  test.each(Object.entries(defects))("%s is found out", async (defect, caseName) => {
    const run = collect((options) => queueWith(options, defect as Defect)).get(caseName);
    expect(run).toBeTypeOf("function");
    await expect(run?.()).rejects.toThrow(Error);
  });
});

describe("the suite", () => {
  test("says how many tests it has, each by its own name", () => {
    let count = 0;
    const options = { canAdvance: true, isShared: true, test: () => count++ };
    expect(testQueue("", queueWith, options)).toBe(count);
    expect(collect(queueWith).size).toBe(count);
  });

  test("leaves out what a queue can't be asked for", () => {
    const all = collect(queueWith, {
      canAdvance: true,
      isShared: true,
      processModule: new URL("file:///none"),
    });
    const few = collect(queueWith, {});
    const left = [...all.keys()].filter((name) => !few.has(name));
    expect(left.length).toBeGreaterThanOrEqual(10);
  });

  test("has a defect for every case but three, which are variants of others", () => {
    const found = new Set<string>([
      ...Object.values(defects),
      "retry: by the schedule, with a jitter of 0.5, and then dead",
      "priority: also between lanes, and within one",
      "process: what is enqueued runs soon, also long after the last",
    ]);
    // What is wrong with working off is wrong with `workOff`, not with a queue.
    const ofQueues = [...collect(queueWith).keys()].filter((name) => !/^work off: /.test(name));
    const without = ofQueues.filter((name) => !found.has(name));
    expect(without).toEqual([]);
  });
});
