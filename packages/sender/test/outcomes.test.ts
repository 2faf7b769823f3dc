import { expect, test } from "vitest";
import type { Endpoint } from "../src/index.ts";
import { fakeTime } from "./fake-time.ts";
import { event, sampleEndpoint, sampleSender, sampleServer } from "./sample-sender.ts";

const hour = 3_600_000;

test.each([
  [{ active: false }, "endpoint_inactive"],
  [{ eventTypes: ["user.deleted"] }, "event_type_not_subscribed"],
  [{ eventTypes: ["users.*"] }, "event_type_not_subscribed"],
  [{ eventTypes: ["user.created.*"] }, "event_type_not_subscribed"],
] satisfies [Partial<Endpoint>, string][])("no delivery: %j", async (changes, code) => {
  const server = await sampleServer();
  const sender = sampleSender();
  const result = await sender.send(sampleEndpoint(server.url, changes), event);
  expect(result).toEqual({ endpointId: "ep_1", eventId: "evt_1", code, attempts: [] });
  expect(await sender.attempt(sampleEndpoint(server.url, changes), event, 3)).toMatchObject({
    code,
    number: 3,
    durationMs: 0,
  });
  expect(server.received()).toEqual([]);
  expect(sender.attempts).toEqual([]);
});

test.each([["user.created"], ["user.*"], ["*"], ["a.b"]])("subscribed to: %s", async (pattern) => {
  const server = await sampleServer();
  const endpoint = sampleEndpoint(server.url, { eventTypes: ["a.b", "user.created", pattern] });
  expect((await sampleSender().send(endpoint, event)).code).toBe("delivered");
});

test("410 disables the endpoint at once: no more attempts, until it is enabled", async () => {
  const server = await sampleServer({ script: "410, 200" });
  const sender = sampleSender();
  const endpoint = sampleEndpoint(server.url);
  const result = await sender.send(endpoint, event);
  expect(result).toMatchObject({ code: "gone", attempts: [{ status: 410, code: "gone" }] });
  expect(result.nextAttemptAt).toBeUndefined();
  expect(sender.reports).toEqual([
    {
      type: "endpoint.disabled",
      endpointId: "ep_1",
      at: expect.any(Date),
      failingSince: expect.any(Date),
      reason: "gone",
    },
  ]);
  expect((await sender.send(endpoint, event)).code).toBe("endpoint_disabled");
  expect(server.received()).toHaveLength(1);
  expect((await sender.endpointState("ep_1")).disabled?.reason).toBe("gone");
  await sender.enableEndpoint("ep_1");
  expect((await sender.send(endpoint, event)).code).toBe("delivered");
  expect(sender.reports.map(({ type }) => type)).toEqual([
    "endpoint.disabled",
    "endpoint.recovered",
  ]);
});

test.each([
  ["429", "rate_limited"],
  ["502", "status_refused"],
  ["504", "status_refused"],
  ["400", "status_refused"],
  ["401", "status_refused"],
])("%s is tried again", async (status, code) => {
  const { clock } = fakeTime();
  const server = await sampleServer({ script: `${status}, 200` });
  const result = await sampleSender({ clock }).send(sampleEndpoint(server.url), event);
  expect(result.attempts.map((attempt) => attempt.code)).toEqual([code, "delivered"]);
});

test("Retry-After puts the next attempt off, and that of other events with it", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "503(retry-after=7200), 200" });
  const sender = sampleSender({ clock });
  const endpoint = sampleEndpoint(server.url);
  const startMs = time.now();
  const first = await sender.attempt(endpoint, event, 1);
  expect(first.nextAttemptAt).toEqual(new Date(startMs + 2 * hour));
  const paused = await sender.attempt(endpoint, { ...event, id: "evt_2" }, 1);
  expect(paused).toMatchObject({ code: "endpoint_paused", number: 1, nextNumber: 1 });
  expect(paused.nextAttemptAt?.getTime()).toBeGreaterThanOrEqual(startMs + 2 * hour);
  expect(server.received()).toHaveLength(1);
  const sent = await sender.send(endpoint, { ...event, id: "evt_3" });
  expect(sent.code).toBe("delivered");
  expect(sent.attempts[0]?.startedAt.getTime()).toBeGreaterThanOrEqual(startMs + 2 * hour);
});

test("a Retry-After of days is taken for one, and nonsense for none", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "429(retry-after=9999999), 429(retry-after=soon)" });
  const sender = sampleSender({ clock });
  const one = await sender.attempt(sampleEndpoint(server.url), event, 1);
  expect(one.nextAttemptAt).toEqual(new Date(time.now() + 24 * hour));
  const other = await sender.attempt(sampleEndpoint(server.url, { id: "ep_2" }), event, 1);
  expect(other.nextAttemptAt).toEqual(new Date(time.now() + 5750));
});

test("an open circuit holds events back without using their attempts, and lets one through", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "500x10, 200" });
  const sender = sampleSender({ clock });
  const endpoint = sampleEndpoint(server.url);
  for (let i = 0; i < 10; i++) await sender.attempt(endpoint, event, 1);
  const held = await sender.attempt(endpoint, event, 4);
  expect(held).toMatchObject({ code: "circuit_open", number: 4, nextNumber: 4 });
  expect(server.received()).toHaveLength(10);
  time.advance(30_000);
  const both = await Promise.all([
    sender.attempt(endpoint, event, 4),
    sender.attempt(endpoint, event, 4),
  ]);
  expect(both.map(({ code }) => code).sort()).toEqual(["circuit_open", "delivered"]);
  expect((await sender.attempt(endpoint, event, 4)).code).toBe("delivered");
});

test("an endpoint that fails for days: failing, disabled, and recovered once it is enabled", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "500x4, 200" });
  const sender = sampleSender({ clock });
  const endpoint = sampleEndpoint(server.url);
  const codes: string[] = [];
  for (const hours of [0, 12, 100, 8, 1]) {
    time.advance(hours * hour);
    codes.push((await sender.attempt(endpoint, event, 1)).code);
  }
  expect(codes).toEqual([...Array(4).fill("status_refused"), "endpoint_disabled"]);
  await sender.enableEndpoint("ep_1");
  await sender.attempt(endpoint, event, 1);
  expect(sender.reports.map(({ type }) => type)).toEqual([
    "endpoint.failing",
    "endpoint.disabled",
    "endpoint.recovered",
  ]);
  expect(sender.reports[1]).toMatchObject({ reason: "failing" });
});

test("the attempt that disables says of none that is to follow", async () => {
  const { clock, time } = fakeTime();
  const server = await sampleServer({ script: "500" });
  const sender = sampleSender({ clock });
  const endpoint = sampleEndpoint(server.url);
  const next: unknown[] = [];
  for (const hours of [0, 12, 108]) {
    time.advance(hours * hour);
    next.push((await sender.attempt(endpoint, event, 1)).nextNumber);
  }
  expect(next).toEqual([2, 2, undefined]);
});

test("a listener that throws or rejects changes nothing", async () => {
  const server = await sampleServer({ script: "410" });
  const sender = sampleSender({
    onAttempt: () => Promise.reject(new Error("mine")),
    onReport: () => {
      throw new Error("mine");
    },
  });
  expect((await sender.send(sampleEndpoint(server.url), event)).code).toBe("gone");
});

test("a large body is reported, and sent", async () => {
  const server = await sampleServer();
  const sender = sampleSender();
  const data = "x".repeat(21_000);
  expect((await sender.send(sampleEndpoint(server.url), { ...event, data })).code).toBe(
    "delivered",
  );
  const bytes = server.received()[0]?.body.length;
  expect(sender.reports).toEqual([
    { type: "event.large", eventId: "evt_1", eventType: "user.created", bytes },
  ]);
});

test("stores that fail are reported, and stop no delivery", async () => {
  const server = await sampleServer();
  const fail = () => {
    throw new Error("down");
  };
  const reject = () => Promise.reject(new Error("down"));
  for (const broken of [fail, reject]) {
    const sender = sampleSender({
      states: { read: broken, update: broken },
      attempts: {
        recordEvent: broken,
        recordAttempt: broken,
        findEvent: broken,
        findAttempts: broken,
        dropPayloads: broken,
      },
    });
    expect((await sender.send(sampleEndpoint(server.url), event)).code).toBe("delivered");
    expect(sender.reports).toEqual(
      ["recordEvent", "readState", "updateState", "recordAttempt"].map((step) => ({
        type: "store.failed",
        step,
        error: new Error("down"),
      })),
    );
  }
});

test("the store gets the event's bytes before the first attempt, and every attempt that was made", async () => {
  const { clock } = fakeTime();
  const server = await sampleServer({ script: "500x2, 200" });
  const log: string[] = [];
  const sender = sampleSender({
    clock,
    attempts: {
      recordEvent: async ({ id, body }) => {
        log.push(`event ${id} ${Buffer.from(body).toString()}`);
        return true;
      },
      recordAttempt: async ({ number, code }) => void log.push(`attempt ${number} ${code}`),
      findEvent: () => undefined,
      findAttempts: () => ({ attempts: [] }),
      dropPayloads: () => 0,
    },
  });
  await sender.send(sampleEndpoint(server.url), event);
  expect(log).toEqual([
    `event evt_1 ${server.received()[0]?.text}`,
    "attempt 1 status_refused",
    "attempt 2 status_refused",
    "attempt 3 delivered",
  ]);
});
