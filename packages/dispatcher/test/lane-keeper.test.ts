import type { LaneLimits } from "@hooks/queue";
import type { Attempt, EndpointState } from "@hooks/sender";
import { expect, test } from "vitest";
import { LaneKeeper } from "../src/lane-keeper.ts";
import { endpointAt } from "./start-dispatcher.ts";

const endpoint = endpointAt("https://a.example", { concurrency: 5 });
const attemptWith = (code: Attempt["code"]): Attempt => ({
  endpointId: "ep_1",
  eventId: "evt_1",
  eventType: "a",
  number: 1,
  startedAt: new Date(0),
  durationMs: 0,
  code,
  replyHeaders: {},
  replyBody: new Uint8Array(),
});

function setUp() {
  let nowMs = 1_000_000;
  let state: EndpointState = {};
  let isAway = false;
  let reads = 0;
  const set: LaneLimits[] = [];
  const errors: unknown[] = [];
  const keeper = new LaneKeeper({
    now: () => nowMs,
    onError: (error) => errors.push(error),
    sender: {
      endpointState: async () => {
        reads++;
        return state;
      },
    },
    queue: {
      setLane: async (_lane, limits) => {
        if (isAway) throw new Error("away");
        set.push(limits);
      },
    },
  });
  return {
    keeper,
    set,
    errors,
    reads: () => reads,
    pass: (ms: number) => {
      nowMs += ms;
    },
    become: (next: EndpointState) => {
      state = next;
    },
    leave: (away: boolean) => {
      isAway = away;
    },
  };
}

test("an endpoint that is well costs nothing, but a look once a minute", async () => {
  const { keeper, set, reads, pass } = setUp();
  await keeper.before(endpoint);
  for (let i = 0; i < 10; i++) await keeper.after(endpoint, attemptWith("delivered"));
  expect([set.length, reads()]).toEqual([1, 1]);
  // Another process may have held it back.
  pass(60_001);
  for (let i = 0; i < 10; i++) await keeper.after(endpoint, attemptWith("delivered"));
  expect([set.length, reads()]).toEqual([2, 2]);
});

test("one that gets slow has its lane back when it is not", async () => {
  const { keeper, set, become, pass } = setUp();
  await keeper.before(endpoint);
  become({ slowUntilMs: 1_005_000 });
  await keeper.after(endpoint, attemptWith("timeout"));
  await keeper.after(endpoint, attemptWith("timeout"));
  expect(keeper.unwell()).toEqual(["ep_1"]);
  pass(6000);
  await keeper.after(endpoint, attemptWith("delivered"));
  expect(set.map(({ concurrency }) => concurrency)).toEqual([5, 1, 5]);
  expect(keeper.unwell()).toEqual([]);
});

test("a reset tells the queue, whatever this process believes", async () => {
  const { keeper, set } = setUp();
  await keeper.reset(endpoint);
  await keeper.reset(endpoint);
  expect(set).toHaveLength(2);
});

test("limits that change are set before the next delivery", async () => {
  const { keeper, set } = setUp();
  await keeper.before(endpoint);
  await keeper.before({ ...endpoint, rateLimit: { count: 1, perMs: 50 } });
  await keeper.before({ ...endpoint, ordered: true, concurrency: 1 });
  expect(set).toEqual([
    { ordered: false, concurrency: 5 },
    { ordered: false, concurrency: 5, rateLimit: { max: 1, perMs: 50 } },
    { ordered: true, concurrency: 1 },
  ]);
});

test("a queue that fails is told after an attempt, thrown before one, and asked again", async () => {
  const { keeper, set, errors, leave } = setUp();
  leave(true);
  await expect(keeper.before(endpoint)).rejects.toThrow("away");
  await keeper.after(endpoint, attemptWith("delivered"));
  expect(errors).toHaveLength(1);
  leave(false);
  await keeper.after(endpoint, attemptWith("delivered"));
  expect(set).toHaveLength(1);
});
