import { describe, expect, test } from "vitest";
import { attemptsOf, RetryLater, retryDelayMs, retrySchedule } from "../src/index.ts";

describe("the default schedule", () => {
  const schedule = retrySchedule();

  test("is ten attempts within 75 hours and 35 minutes, and jitter", () => {
    expect(attemptsOf(schedule)).toBe(10);
    const totalMs = schedule.delaysMs.reduce((sum, ms) => sum + ms, 0);
    expect(Math.floor(totalMs / 60_000)).toBe(75 * 60 + 35);
    expect(schedule.jitter).toBe(0.2);
  });

  test("ends after its last attempt", () => {
    expect(retryDelayMs(schedule, 9, () => 0)).toBe(86_400_000);
    expect(retryDelayMs(schedule, 10, () => 0)).toBeUndefined();
  });
});

test("a list that its owner changes later is not changed", () => {
  const delaysMs = [1000];
  const schedule = retrySchedule({ delaysMs });
  delaysMs[0] = -5;
  expect(retryDelayMs(schedule, 1, () => 0)).toBe(1000);
});

test.each([
  {},
  { delayMs: 1, atMs: 1 },
  { delayMs: Number.NaN },
  { atMs: Number.POSITIVE_INFINITY },
])("RetryLater takes one time, not %j", (options) => {
  expect(() => new RetryLater(options)).toThrow("one of them");
});
