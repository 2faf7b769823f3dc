import { afterEach, describe, expect, test, vi } from "vitest";
import { withTimeLimit } from "../src/time-limit.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const late = (): Error => new Error("late");

async function microtasks(count: number): Promise<string> {
  for (let i = 0; i < count; i++) await undefined;
  return "there";
}

test("what comes in the same turn of the event loop needs no clock", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  expect(await withTimeLimit(microtasks(50), 10_000, late)).toBe("there");
  // Where the body comes from a stream of Node, there are ticks in between.
  const ticked = new Promise((resolve) => process.nextTick(() => resolve(microtasks(5))));
  expect(await withTimeLimit(ticked, 10_000, late)).toBe("there");
  await new Promise((resolve) => setImmediate(resolve));
  expect(timers).not.toHaveBeenCalled();
});

test("what comes later has a clock, which ends with it", async () => {
  const timers = vi.spyOn(globalThis, "setTimeout");
  const cleared = vi.spyOn(globalThis, "clearTimeout");
  let give: ((value: string) => void) | undefined;
  const limited = withTimeLimit(
    new Promise<string>((resolve) => {
      give = resolve;
    }),
    10_000,
    late,
  );
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(timers).toHaveBeenCalledExactlyOnceWith(expect.any(Function), 10_000);
  give?.("there");
  expect(await limited).toBe("there");
  expect(cleared).toHaveBeenCalledWith(timers.mock.results[0]?.value);
});

describe.each(["with", "without"])("%s setImmediate", (having) => {
  test("what never comes is given up", async () => {
    if (having === "without") vi.stubGlobal("setImmediate", undefined);
    await expect(withTimeLimit(new Promise(() => undefined), 5, late)).rejects.toThrow("late");
  });

  test("what is there, and what fails at once, is passed on", async () => {
    if (having === "without") vi.stubGlobal("setImmediate", undefined);
    expect(withTimeLimit("there", 5, late)).toBe("there");
    expect(await withTimeLimit(Promise.resolve("there"), 5, late)).toBe("there");
    await expect(withTimeLimit(Promise.reject(new Error("gone")), 5, late)).rejects.toThrow("gone");
  });
});
