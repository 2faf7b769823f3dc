import type { Attempt, Endpoint, EndpointState } from "@hooks/sender";
import { expect, test } from "vitest";
import { lanePlan } from "../src/lane-plan.ts";
import { endpointAt } from "./start-dispatcher.ts";

const nowMs = 1_000_000;
const plain = endpointAt("https://a.example");

const unmade = (code: Attempt["code"], waitMs: number): Attempt => ({
  endpointId: "ep_1",
  eventId: "evt_1",
  eventType: "a",
  number: 1,
  startedAt: new Date(nowMs),
  durationMs: 0,
  code,
  replyHeaders: {},
  replyBody: new Uint8Array(),
  nextAttemptAt: new Date(nowMs + waitMs),
});

const plan = (endpoint: Endpoint, state: EndpointState, attempt?: Attempt) =>
  lanePlan(endpoint, state, attempt, nowMs);

test("an endpoint that is well has the lane that it asks for", () => {
  expect(plan(plain, {})).toEqual({ limits: { ordered: false, concurrency: 10 }, isWell: true });
  const own = { ...plain, concurrency: 3, rateLimit: { count: 5, perMs: 1000 } };
  expect(plan(own, { slowUntilMs: nowMs - 1, pausedUntilMs: nowMs - 1 })).toEqual({
    limits: { ordered: false, concurrency: 3, rateLimit: { max: 5, perMs: 1000 } },
    isWell: true,
  });
});

test.each([{ slowUntilMs: nowMs + 1 }, { breaker: { counts: [], openedAtMs: nowMs - 5 } }])(
  "one that is slow has one attempt at a time: %j",
  (state) => {
    const { limits, isWell } = plan({ ...plain, concurrency: 50 }, state);
    expect(limits.concurrency).toBe(1);
    expect(isWell).toBe(false);
  },
);

test("one that may not be tried has one start until it may", () => {
  const open = unmade("circuit_open", 29_500);
  const rateLimit = { max: 1, perMs: 30_000 };
  const held = { limits: { ordered: false, concurrency: 1, rateLimit }, isWell: false };
  expect(plan(plain, {}, open)).toEqual(held);
  expect(plan(plain, { pausedUntilMs: nowMs + 29_500 })).toEqual(held);
  const ordered = plan({ ...plain, ordered: true }, {}, open);
  expect(ordered.limits.ordered).toBe(true);
});

test("one that may not be tried has no faster lane than it asks for", () => {
  const slow = { ...plain, rateLimit: { count: 2, perMs: 3_600_000 } };
  const { limits } = plan(slow, { pausedUntilMs: nowMs + 1000 });
  expect(limits.rateLimit).toEqual({ max: 1, perMs: 1_800_000 });
});

test("one that fails is not well, though nothing is held back", () => {
  expect(plan(plain, { failingSinceMs: nowMs })).toMatchObject({ isWell: false });
  const disabled = { atMs: nowMs, reason: "gone" } as const;
  expect(plan(plain, { disabled }).isWell).toBe(false);
});
