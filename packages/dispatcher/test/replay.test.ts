import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoint } from "@hooks/sender";
import { expect, test, vi } from "vitest";
import type { EndpointSource } from "../src/index.ts";
import { endpointAt, startDispatcher } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const patience = { timeout: 20_000, interval: 10 };
const eventOf = (i: number, type = "user.created") => ({ id: `evt_${i}`, type, data: { i } });
const none = { known: 0, underWay: 0, withoutEndpoint: 0, withoutPayload: 0 };

async function setUp(script: string, count: number) {
  const server = await webhookServer({ script });
  const endpoints = new Map<string, Endpoint>([["ep_1", endpointAt(server.url)]]);
  const source: EndpointSource = {
    forType: () => endpoints.values(),
    find: (id) => endpoints.get(id),
  };
  const started = startDispatcher({ endpoints: source }, { schedule: [0] });
  for (let i = 0; i < count; i++) {
    await started.dispatcher.publish(eventOf(i, i % 2 ? "user.deleted" : "user.created"));
    await server.waitFor(i + 1, 20_000);
  }
  await vi.waitFor(async () => {
    const { completed, dead } = await started.queue.counts();
    expect(completed + dead).toBe(count);
  }, patience);
  return { ...started, server, endpoints };
}

test("what has failed is counted first, then delivered again with the same bytes", async () => {
  const { dispatcher, server, queue, attempts } = await setUp("500x3, 200", 6);
  const filter = { status: "failed", endpoint: "ep_1" } as const;
  const dry = await dispatcher.replay(filter, { dryRun: true });
  expect(dry).toMatchObject({ total: 3, enqueued: 3, ...none });
  expect(server.received()).toHaveLength(6);

  const progress: number[][] = [];
  const onProgress = (done: number, total: number) => progress.push([done, total]);
  const done = await dispatcher.replay(filter, { rate: 1000, onProgress });
  expect(done).toMatchObject({ total: 3, enqueued: 3, ...none });
  expect(progress).toEqual([[3, 3]]);
  const received = await server.waitFor(9, 10_000);
  expect(acceptedIds(server).slice(6)).toEqual(["evt_0", "evt_1", "evt_2"]);
  expect(received[6]?.text).toBe(received[0]?.text);
  await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(6), patience);
  const { attempts: recorded } = await attempts.findAttempts({ eventId: "evt_0" });
  expect(recorded.map(({ number, code }) => [number, code])).toEqual([
    [2, "delivered"],
    [1, "status_refused"],
  ]);
  expect(await dispatcher.replay(filter)).toMatchObject({ total: 0, enqueued: 0 });
});

test("a replay is found by its id, and enqueues nothing twice", async () => {
  const { dispatcher, server } = await setUp("200", 4);
  const options = { id: "run-1", rate: 1000 };
  expect(await dispatcher.replay({}, options)).toMatchObject({ id: "run-1", enqueued: 4 });
  await server.waitFor(8, 10_000);
  expect(await dispatcher.replay({}, options)).toMatchObject({ enqueued: 0, known: 4 });
  expect(await dispatcher.replay({}, { id: "run-2" })).toMatchObject({ enqueued: 4 });
});

test("filters are by type, time, event and how it ended", async () => {
  const { dispatcher, attempts } = await setUp("500, 200", 4);
  const { attempts: recorded } = await attempts.findAttempts({});
  const [, third, second] = recorded.map(({ startedAt }) => startedAt);
  const count = async (filter: Parameters<typeof dispatcher.replay>[0]) =>
    (await dispatcher.replay(filter, { dryRun: true })).total;
  expect(await count({})).toBe(4);
  expect(await count({ type: "user.deleted" })).toBe(2);
  expect(await count({ status: "delivered" })).toBe(3);
  expect(await count({ eventId: "evt_2" })).toBe(1);
  expect(await count({ endpoint: "ep_2" })).toBe(0);
  expect(await count({ since: second })).toBe(
    recorded.filter((a) => a.startedAt >= (second as Date)).length,
  );
  expect(await count({ until: third })).toBe(
    recorded.filter((a) => a.startedAt < (third as Date)).length,
  );
});

test("an event that failed in the time asked for, and was delivered since, is not sent again", async () => {
  const { dispatcher, queue, server } = await setUp("500, 200", 1);
  await sleep(1050);
  const until = new Date();
  await queue.retryDead("evt_0.ep_1");
  await server.waitFor(2, 10_000);
  await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(1), patience);
  const dry = await dispatcher.replay({ status: "failed", until }, { dryRun: true });
  expect(dry).toMatchObject({ total: 0 });
});

test("the rate lies in the delays", async () => {
  const { dispatcher, server, queue } = await setUp("200", 4);
  await dispatcher.replay({}, { rate: 0.01, id: "slow" });
  await server.waitFor(5, 10_000);
  expect(await queue.counts()).toMatchObject({ delayed: 3 });
  const status = await queue.status(".slow.evt_3.ep_1");
  expect((status?.dueAtMs ?? 0) - (status?.enqueuedAtMs ?? 0)).toBe(300_000);
});

test("what has no endpoint, no bytes or is under way is left out, and said", async () => {
  const { dispatcher, endpoints, attempts, queue, server } = await setUp("200", 3);
  const endpoint = endpoints.get("ep_1") as Endpoint;
  endpoints.clear();
  expect(await dispatcher.replay({})).toMatchObject({ total: 3, enqueued: 0, withoutEndpoint: 3 });
  endpoints.set("ep_1", { ...endpoint, active: false });
  expect(await dispatcher.replay({})).toMatchObject({ enqueued: 0, withoutEndpoint: 3 });
  endpoints.set("ep_1", endpoint);
  await queue.remove("evt_0.ep_1");
  await queue.enqueue({ data: 0 }, { id: "evt_0.ep_1", delayMs: 60_000 });
  expect(await dispatcher.replay({}, { dryRun: true })).toMatchObject({ enqueued: 2, underWay: 1 });
  await attempts.dropPayloads(new Date(Date.now() + 1000));
  expect(await dispatcher.replay({})).toMatchObject({
    enqueued: 0,
    withoutPayload: 2,
    underWay: 1,
  });
  expect(server.received()).toHaveLength(3);
});

test("options that mean nothing are refused", async () => {
  const { dispatcher } = await setUp("200", 0);
  const refused = { code: "option_invalid" };
  await expect(dispatcher.replay({}, { rate: 0 })).rejects.toMatchObject(refused);
  await expect(dispatcher.replay({}, { id: "a.b" })).rejects.toMatchObject(refused);
  const without = startDispatcher({ endpoints: [], attempts: undefined });
  await expect(without.dispatcher.replay({})).rejects.toMatchObject({ code: "option_missing" });
});
