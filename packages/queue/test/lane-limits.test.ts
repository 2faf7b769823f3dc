import { expect, test } from "vitest";
import { type LaneUse, laneOpens, laneRules, rateWindow } from "../src/index.ts";

const use = (more: Partial<LaneUse> = {}): LaneUse => ({
  isPaused: false,
  active: 0,
  window: { startedAtMs: 0, count: 0 },
  ...more,
});

test("a lane opens below its concurrency, and not while it is paused", () => {
  const rules = laneRules({ concurrency: 2 });
  expect(laneOpens(rules, use({ active: 1 }), 0)).toBe(true);
  expect(laneOpens(rules, use({ active: 2 }), 0)).toBe(false);
  expect(laneOpens(rules, use({ isPaused: true }), 0)).toBe(false);
});

test("an ordered lane has one at a time, whatever else is said", () => {
  expect(laneRules({ ordered: true, concurrency: 50 }).concurrency).toBe(1);
});

test("a rate opens again when its window ends", () => {
  const rules = laneRules({ rateLimit: { max: 2, perMs: 1000 } });
  const window = { startedAtMs: 5000, count: 2 };
  expect(laneOpens(rules, use({ window: { ...window, count: 1 } }), 5999)).toBe(true);
  expect(laneOpens(rules, use({ window }), 5999)).toBe(6000);
  expect(laneOpens(rules, use({ window }), 6000)).toBe(true);
});

test("a clock that was set back closes no lane", () => {
  const rateLimit = { max: 1, perMs: 1000 };
  const window = { startedAtMs: 1e12, count: 1 };
  expect(rateWindow(window, rateLimit, 5)).toEqual({ startedAtMs: 5, count: 0 });
});
