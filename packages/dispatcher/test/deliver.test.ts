import type { Endpoint } from "@hooks/sender";
import { expect, test, vi } from "vitest";
import { endpointAt, otherSecret, startDispatcher } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const patience = { timeout: 10_000, interval: 10 };
const event = { id: "evt_1", type: "user.created", data: { name: "Ada" } };

test("a failed attempt is made again, with the same bytes and the same id", async () => {
  const server = await webhookServer({ script: "500, reset, 200" });
  const { dispatcher, queue, attempts } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  const received = await server.waitFor(3, 10_000);
  expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  expect(acceptedIds(server)).toEqual(["evt_1", "evt_1", "evt_1"]);
  await vi.waitFor(async () => {
    expect(await queue.status("evt_1.ep_1")).toMatchObject({ state: "completed", attempts: 3 });
  }, patience);
  expect((await dispatcher.health()).unwell).toEqual([]);
  const recorded = await attempts.findAttempts({});
  expect(recorded.attempts.map(({ number, code }) => [number, code])).toEqual([
    [3, "delivered"],
    [2, "connection_reset"],
    [1, "status_refused"],
  ]);
});

test("after the last attempt the delivery is dead, with its bytes, and can be put back", async () => {
  const server = await webhookServer({ script: "500x3, 200" });
  const { dispatcher, queue, reports, attempts } = startDispatcher(
    { endpoints: [endpointAt(server.url)] },
    { schedule: [0, 10] },
  );
  await dispatcher.publish(event);
  await vi.waitFor(async () => {
    expect(await queue.status("evt_1.ep_1")).toMatchObject({
      state: "dead",
      attempts: 2,
      lastFailure: { code: "status_refused" },
    });
  }, patience);
  const dead = { type: "delivery.dead", eventId: "evt_1", endpointId: "ep_1" };
  expect(reports).toEqual([expect.objectContaining({ ...dead, code: "status_refused" })]);
  // A job that is younger is not looked up.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await queue.retryDead("evt_1.ep_1")).toBe(1);
  const received = await server.waitFor(4, 10_000);
  expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  await vi.waitFor(async () => {
    const recorded = await attempts.findAttempts({});
    expect(recorded.attempts.map(({ number, code }) => [number, code])).toEqual([
      [4, "delivered"],
      [3, "status_refused"],
      [2, "status_refused"],
      [1, "status_refused"],
    ]);
  }, patience);
});

test("Retry-After is waited for in the queue", async () => {
  const server = await webhookServer({ script: "429(retry-after=30), 200" });
  const { dispatcher, queue } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  await vi.waitFor(async () => {
    const status = await queue.status("evt_1.ep_1");
    expect(status).toMatchObject({ state: "delayed", lastFailure: { code: "rate_limited" } });
    const waitMs = (status?.dueAtMs ?? 0) - (status?.lastFailure?.atMs ?? 0);
    expect(waitMs).toBeGreaterThan(29_000);
    expect(waitMs).toBeLessThanOrEqual(30_000);
  }, patience);
  expect(server.received()).toHaveLength(1);
  const { unwell } = await dispatcher.health();
  expect(unwell).toEqual([expect.objectContaining({ id: "ep_1" })]);
  expect(unwell[0]?.pausedUntilMs).toBeGreaterThan(Date.now());
});

test("an endpoint that asked for hours is tried at once when somebody enables it", async () => {
  const server = await webhookServer({ script: "429(retry-after=7200), 200" });
  const { dispatcher, queue } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  const failureOf = async (id: string) => (await queue.status(`${id}.ep_1`))?.lastFailure?.code;
  await vi.waitFor(async () => expect(await failureOf("evt_1")).toBe("rate_limited"), patience);
  await dispatcher.publish({ ...event, id: "evt_2" });
  await vi.waitFor(async () => expect(await failureOf("evt_2")).toBe("endpoint_paused"), patience);
  await dispatcher.publish({ ...event, id: "evt_3" });
  await dispatcher.enableEndpoint("ep_1");
  await server.waitFor(2, 10_000);
  expect(acceptedIds(server)).toEqual(["evt_1", "evt_3"]);
});

test("410 disables the endpoint; what comes is kept until it is enabled", async () => {
  const server = await webhookServer({ script: "410, 200" });
  const { dispatcher, queue, endpointReports, reports } = startDispatcher({
    endpoints: [endpointAt(server.url)],
  });
  await dispatcher.publish(event);
  const stateOf = async (id: string) => {
    const status = await queue.status(`${id}.ep_1`);
    return [status?.state, status?.lastFailure?.code];
  };
  await vi.waitFor(async () => expect(await stateOf("evt_1")).toEqual(["dead", "gone"]), patience);
  expect(endpointReports).toEqual([
    expect.objectContaining({ type: "endpoint.disabled", reason: "gone" }),
  ]);
  await dispatcher.publish({ ...event, id: "evt_2" });
  await vi.waitFor(async () => {
    expect(await stateOf("evt_2")).toEqual(["dead", "endpoint_disabled"]);
  }, patience);
  expect(server.received()).toHaveLength(1);
  expect(reports.map(({ type }) => type)).toEqual(["delivery.dead", "delivery.dead"]);
  expect((await dispatcher.health()).unwell).toMatchObject([{ disabled: { reason: "gone" } }]);

  expect(await dispatcher.enableEndpoint("ep_1")).toBe(2);
  await server.waitFor(3, 10_000);
  expect(acceptedIds(server).slice(1).sort()).toEqual(["evt_1", "evt_2"]);
  await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(2), patience);
  expect((await dispatcher.health()).unwell).toEqual([]);
});

test("each attempt takes the endpoint as it is then", async () => {
  const before = await webhookServer({ script: "500" });
  const after = await webhookServer({ secret: otherSecret });
  let endpoint: Endpoint | undefined = endpointAt(before.url);
  const source = { forType: () => [endpointAt(before.url)], find: () => endpoint };
  const { dispatcher, queue } = startDispatcher({ endpoints: source }, { schedule: [0, 200, 10] });
  await dispatcher.publish(event);
  await before.waitFor(1, 10_000);
  endpoint = endpointAt(after.url, { secrets: [{ label: "new", value: otherSecret }] });
  await after.waitFor(1, 10_000);
  expect(acceptedIds(after)).toEqual(["evt_1"]);
  expect(before.received()).toHaveLength(1);

  endpoint = undefined;
  await dispatcher.publish({ ...event, id: "evt_2" });
  const failureOf = async (id: string) => {
    const status = await queue.status(`${id}.ep_1`);
    return [status?.state, status?.lastFailure?.code];
  };
  await vi.waitFor(async () => {
    expect(await failureOf("evt_2")).toEqual(["dead", "endpoint_unknown"]);
  }, patience);
  endpoint = endpointAt(after.url, { active: false });
  await dispatcher.publish({ ...event, id: "evt_3" });
  await vi.waitFor(async () => {
    expect(await failureOf("evt_3")).toEqual(["dead", "endpoint_inactive"]);
  }, patience);
  endpoint = endpointAt(after.url, { secrets: [{ label: "new", value: otherSecret }] });
  expect(await dispatcher.enableEndpoint("ep_1", { retryMissed: false })).toBe(0);
  expect(await dispatcher.enableEndpoint("ep_1")).toBe(2);
  await after.waitFor(3, 10_000);
});

test("a source that fails uses up no attempt", async () => {
  const server = await webhookServer();
  const find = (): never => {
    throw new Error("the database is away");
  };
  const { dispatcher, queue, reports } = startDispatcher({
    endpoints: { forType: () => [endpointAt(server.url)], find },
  });
  await dispatcher.publish(event);
  await vi.waitFor(async () => {
    expect(await queue.status("evt_1.ep_1")).toMatchObject({
      state: "delayed",
      attempts: 0,
      lastFailure: { code: "endpoints_unavailable" },
    });
  }, patience);
  expect(reports).toEqual([expect.objectContaining({ type: "endpoints.failed" })]);
});

test("closing lets deliveries under way end, or hands them back uncounted", async () => {
  const server = await webhookServer({ script: "timeout" });
  const { dispatcher, queue } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  await server.waitFor(1, 10_000);
  await dispatcher.close({ timeoutMs: 0 });
  const status = await queue.status("evt_1.ep_1");
  expect(status).toMatchObject({ attempts: 0 });
  // At once, for the next process.
  expect(status?.dueAtMs).toBeLessThanOrEqual(Date.now());
  expect(await queue.counts()).toMatchObject({ active: 0, dead: 0 });
});

test("a sender that is closed keeps the deliveries in the queue", async () => {
  const server = await webhookServer();
  const { dispatcher, queue, sender } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await sender.close();
  await dispatcher.publish(event);
  await vi.waitFor(async () => {
    expect(await queue.status("evt_1.ep_1")).toMatchObject({
      state: "delayed",
      attempts: 0,
      lastFailure: { code: "sender_closed" },
    });
  }, patience);
});

test("a job that is no delivery is dead at once", async () => {
  const server = await webhookServer();
  const { queue } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await queue.enqueue({ data: { some: "thing" } }, { id: "stranger" });
  await vi.waitFor(async () => {
    expect(await queue.status("stranger")).toMatchObject({
      state: "dead",
      lastFailure: { code: "job_malformed" },
    });
  }, patience);
});
