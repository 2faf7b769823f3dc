import { expect, test } from "vitest";
import {
  type BreakerState,
  breakerWaitMs,
  closedBreaker,
  counted,
  probed,
} from "../src/breaker.ts";
import {
  admit,
  type EndpointState,
  enabled,
  nextAttemptMs,
  parseRetryAfter,
  settle,
  standardBreaker,
  standardEndpointPolicy,
  standardRetries,
  standardSchedule,
} from "../src/index.ts";

const minute = 60_000;
const hour = 60 * minute;
const policy = standardEndpointPolicy;
const nowMs = Date.parse("2026-11-21T12:00:00Z");

/** A state as another process would read it. */
const carried = <State>(state: State): State => JSON.parse(JSON.stringify(state));

const failed = { isDelivered: false, isGone: false, isSlow: false };
const delivered = { isDelivered: true, isGone: false, isSlow: false };

/** The state after endings at times, in minutes, and what was reported. */
function after(endings: readonly (readonly [atMinutes: number, ending: typeof failed])[]) {
  let state: EndpointState = {};
  const reports: string[] = [];
  for (const [at, ending] of endings) {
    const settled = settle(carried(state), ending, nowMs + at * minute, policy);
    state = settled.state;
    reports.push(...settled.changes.map((change) => `${at}: ${change}`));
  }
  return { state, reports };
}

function breakerAfter(results: readonly (readonly [atMs: number, isDelivered: boolean])[]) {
  let state: BreakerState = closedBreaker;
  for (const [at, isDelivered] of results) {
    state = counted(carried(state), isDelivered, nowMs + at, standardBreaker);
  }
  return state;
}
type Group = readonly [count: number, isDelivered: boolean, atMs: number];

const results = (...groups: readonly Group[]) =>
  groups.flatMap(([count, isDelivered, at]) =>
    Array.from({ length: count }, () => [at, isDelivered] as const),
  );

test("the schedule is that of the specification", () => {
  expect(standardSchedule.reduce((sum, ms) => sum + ms, 0)).toBe(75 * hour + 35 * minute + 5000);
  expect(standardSchedule).toHaveLength(10);
});

test("the breaker opens at 70 % of at least 10, and not before", () => {
  const isOpen = (...groups: readonly Group[]) =>
    breakerAfter(results(...groups)).openedAtMs !== undefined;
  expect(isOpen([9, false, 0])).toBe(false);
  expect(isOpen([10, false, 0])).toBe(true);
  expect(isOpen([3, true, 0], [7, false, 1000])).toBe(true);
  expect(isOpen([4, true, 0], [6, false, 1000])).toBe(false);
  expect(isOpen([30, true, 0], [69, false, 1000])).toBe(false);
  expect(isOpen([30, true, 0], [70, false, 1000])).toBe(true);
});

test("what is older than five minutes no longer counts, however few have come since", () => {
  const isOpen = (...groups: readonly Group[]) =>
    breakerAfter(results(...groups)).openedAtMs !== undefined;
  expect(isOpen([9, false, 0], [1, false, 5 * minute])).toBe(false);
  expect(isOpen([9, false, 0], [1, false, 4 * minute])).toBe(true);
  expect(isOpen([100, true, 0], [10, false, 6 * minute])).toBe(true);
  expect(
    breakerAfter(Array.from({ length: 5000 }, (_, i) => [i * 1000, true])).counts.length,
  ).toBeLessThanOrEqual(11);
});

test("after 30 seconds one is let through: it closes the breaker, or opens it again", () => {
  const open = breakerAfter(results([10, false, 0]));
  const wait = (state: BreakerState, at: number) =>
    breakerWaitMs(carried(state), nowMs + at, standardBreaker);
  expect(wait(open, 0)).toBe(30_000);
  expect(wait(open, 29_999)).toBe(1);
  expect(wait(open, 30_000)).toBe(0);
  const probing = probed(open, nowMs + 30_000);
  expect(wait(probing, 30_001)).toBe(29_999);
  const again = counted(probing, false, nowMs + 31_000, standardBreaker);
  expect(wait(again, 31_000)).toBe(30_000);
  const closed = counted(probing, true, nowMs + 31_000, standardBreaker);
  expect(closed).toEqual(closedBreaker);
  // One whose end is never told, for its process has died, keeps the others out no longer.
  expect(wait(probing, 60_000)).toBe(0);
  // What had begun before it opened, and fails after, does not put the probe off.
  expect(wait(counted(open, false, nowMs + 20_000, standardBreaker), 20_000)).toBe(10_000);
  // A clock that is set back does not keep it open for ever.
  expect(wait(open, -hour)).toBeLessThanOrEqual(30_000);
});

test("failing is reported after half a day, disabled after five days, and not by a silence alone", () => {
  const days = 24 * 60;
  expect(
    after([
      [0, failed],
      [11 * 60, failed],
    ]).reports,
  ).toEqual([]);
  expect(
    after([
      [0, failed],
      [12 * 60, failed],
      [13 * 60, failed],
    ]).reports,
  ).toEqual(["720: endpoint.failing"]);
  const dead = after([
    [0, failed],
    [720, failed],
    [5 * days - 1, failed],
    [5 * days, failed],
  ]);
  expect(dead.reports).toEqual(["720: endpoint.failing", "7200: endpoint.disabled"]);
  expect(dead.state.disabled).toEqual({ atMs: nowMs + 5 * days * minute, reason: "failing" });
  expect(admit(dead.state, nowMs + 9 * days * minute, policy)).toEqual({
    code: "endpoint_disabled",
  });
  // Two failures say little, however far apart they are: the third one disables.
  expect(
    after([
      [0, failed],
      [6 * days, failed],
    ]).reports,
  ).toEqual([`${6 * days}: endpoint.failing`]);
});

test("a success starts it anew, and reports recovery where failing was reported", () => {
  expect(
    after([
      [0, failed],
      [1, delivered],
      [720, failed],
      [1439, failed],
    ]).reports,
  ).toEqual([]);
  const { state, reports } = after([
    [0, failed],
    [720, failed],
    [721, delivered],
    [722, delivered],
  ]);
  expect(reports).toEqual(["720: endpoint.failing", "721: endpoint.recovered"]);
  expect(state.failingSinceMs).toBeUndefined();
});

test("410 disables at once; what was under way then does not enable", () => {
  const gone = { ...failed, isGone: true };
  const { state, reports } = after([
    [0, gone],
    [1, delivered],
    [2, gone],
  ]);
  expect(reports).toEqual(["0: endpoint.disabled"]);
  expect(state.disabled).toEqual({ atMs: nowMs, reason: "gone" });
  const chance = enabled(state);
  expect(admit(chance, nowMs, policy)).toEqual({ state: chance });
  expect(settle(chance, delivered, nowMs, policy).changes).toEqual(["endpoint.recovered"]);
});

test("429, 502, 504, a timeout and Retry-After slow the lane; the last one pauses it", () => {
  const slow = settle({}, { ...failed, isSlow: true }, nowMs, policy).state;
  expect(slow.slowUntilMs).toBe(nowMs + minute);
  expect("state" in admit(slow, nowMs, policy)).toBe(true);
  const paused = settle(slow, { ...failed, retryAfterMs: hour }, nowMs, policy).state;
  expect(admit(paused, nowMs + 1, policy)).toEqual({ code: "endpoint_paused", waitMs: hour - 1 });
  expect("state" in admit(paused, nowMs + hour, policy)).toBe(true);
  expect(paused.slowUntilMs).toBe(nowMs + hour + minute);
  // Another attempt's success does not take it back.
  const held = settle(paused, delivered, nowMs + 1, policy).state;
  expect(admit(held, nowMs + 2, policy)).toMatchObject({ code: "endpoint_paused" });
});

test("the next attempt is at the later of the schedule and Retry-After; none after the last", () => {
  const at = (number: number, retryAfterMs?: number, random = 0) =>
    nextAttemptMs(number, retryAfterMs, standardRetries, {
      now: () => nowMs,
      random: () => random,
    });
  expect(at(1)).toBe(nowMs + 5500);
  expect(at(1, undefined, 1)).toBe(nowMs + 6000);
  expect(at(1, 3000)).toBe(nowMs + 5500);
  expect(at(1, hour)).toBe(nowMs + hour);
  expect(at(9)).toBe(nowMs + 1.1 * 24 * hour);
  expect(at(10, hour)).toBeUndefined();
});

test.each([
  ["0", 0],
  ["5", 5000],
  [" 120 ", 120_000],
  ["99999999", 24 * hour],
  ["Sat, 21 Nov 2026 12:01:00 GMT", minute],
  ["Saturday, 21-Nov-26 12:01:00 GMT", minute],
  ["Sat Nov 21 12:01:00 2026", minute],
  ["Sat, 21 Nov 2026 11:00:00 GMT", 0],
  ["Sun, 21 Nov 2027 12:00:00 GMT", 24 * hour],
])("Retry-After: %s", (text, ms) => {
  expect(parseRetryAfter(text, nowMs, 24 * hour)).toBe(ms);
});

test.each([
  undefined,
  "",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "5, 6",
  "5 seconds",
  "99999999999",
  "soon",
  "2026-11-21T12:01:00Z",
  "Sat, 99 Nov 2026 12:01:00 GMT",
  "Sat, 21 Nov 2026 12:01:00 +0100",
  "NaN",
  "Infinity",
])("Retry-After that is nonsense: %s", (text) => {
  expect(parseRetryAfter(text, nowMs, 24 * hour)).toBeUndefined();
});
