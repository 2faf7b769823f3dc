import { expect, test, vi } from "vitest";
import { afterTest, endpointAt, localSender, startDispatcher } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const patience = { timeout: 20_000, interval: 10 };
const eventOf = (i: number) => ({ id: `evt_${i}`, type: "user.created", data: { i } });
const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `evt_${i}`);

test("an ordered endpoint gets events in their order, through failures", async () => {
  const server = await webhookServer({ script: "200x3, 500, reset, 200x4, 503x2, 200" });
  const { dispatcher, queue } = startDispatcher(
    { endpoints: [endpointAt(server.url, { ordered: true })] },
    { schedule: Array(10).fill(5) },
  );
  const count = 20;
  for (let i = 0; i < count; i++) await dispatcher.publish(eventOf(i));
  await vi.waitFor(async () => expect((await queue.counts()).completed).toBe(count), patience);
  const ids = acceptedIds(server);
  // Retries stand beside what they repeat, and nothing comes before its turn.
  expect(ids.filter((id, i) => id !== ids[i - 1])).toEqual(idsOf(count));
  expect(ids).toHaveLength(count + 4);
}, 30_000);

test("endpoints that hang delay no other, and get less of a lane", async () => {
  const hanging = await webhookServer({
    provider: undefined,
    secret: undefined,
    script: "timeout",
  });
  const server = await webhookServer();
  const hangingIds = ["h1", "h2", "h3"];
  const endpoints = [
    ...hangingIds.map((id) =>
      endpointAt(`${hanging.url}/${id}`, { id, eventTypes: ["slow.*"], concurrency: 5 }),
    ),
    endpointAt(server.url, { id: "well", eventTypes: ["user.*"] }),
  ];
  const { dispatcher, queue } = startDispatcher(
    { endpoints },
    { deadlineMs: 1500, schedule: [0, 60_000] },
    { concurrency: 20 },
  );
  for (let i = 0; i < 50; i++) {
    await dispatcher.publish({ id: `slow_${i}`, type: "slow.one", data: i });
  }
  await hanging.waitFor(15, 10_000);
  // Every slot that they may have is theirs now.
  for (let i = 0; i < 30; i++) await dispatcher.publish(eventOf(i));
  await server.waitFor(30, 10_000);
  expect(hanging.received().length).toBe(15);
  await vi.waitFor(async () => {
    const { unwell } = await dispatcher.health();
    expect(unwell.map(({ id }) => id).sort()).toEqual(hangingIds);
  }, patience);
  // From then on each has one attempt at a time.
  await hanging.waitFor(18, 10_000);
  expect((await queue.health()).active).toBeLessThanOrEqual(3);
}, 30_000);

test("an endpoint whose breaker is open is not asked for each event", async () => {
  const server = await webhookServer({ script: "500" });
  const { dispatcher, queue } = startDispatcher(
    { endpoints: [endpointAt(server.url)] },
    { schedule: [0, 60_000], breaker: { minAttempts: 10, halfOpenAfterMs: 60_000 } },
  );
  for (let i = 0; i < 200; i++) await dispatcher.publish(eventOf(i));
  await vi.waitFor(async () => {
    const { delayed, active } = await queue.counts();
    expect(delayed).toBeGreaterThan(0);
    expect(active).toBe(0);
    const { unwell } = await dispatcher.health();
    expect(unwell[0]?.breaker?.openedAtMs).toBeTypeOf("number");
  }, patience);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { waiting, delayed } = await queue.counts();
  // Those that were on their way when it opened, and the one that found it open.
  expect(delayed).toBeLessThanOrEqual(40);
  expect(waiting).toBeGreaterThanOrEqual(160);
  const all = await Promise.all(idsOf(200).map((id) => queue.status(`${id}.ep_1`)));
  const held = all.filter((one) => one?.lastFailure?.code === "circuit_open");
  // What was never sent has used up no attempt.
  expect(held.length).toBeGreaterThan(0);
  expect(held.every((one) => one?.attempts === 0)).toBe(true);
}, 30_000);

test("a rate limit is kept by the queue, and a lane of its own before the first delivery", async () => {
  const server = await webhookServer();
  const { dispatcher, queue } = startDispatcher({
    endpoints: [endpointAt(server.url, { rateLimit: { count: 2, perMs: 3_600_000 } })],
  });
  for (let i = 0; i < 10; i++) await dispatcher.publish(eventOf(i));
  await server.waitFor(2, 10_000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(server.received()).toHaveLength(2);
  expect(await queue.counts()).toMatchObject({ waiting: 8, active: 0 });
});

test("no delivery waits in a slot for the sender's own rate limit", async () => {
  const server = await webhookServer();
  const sender = localSender();
  afterTest.push(() => sender.close());
  const attempt = vi.fn(sender.attempt);
  const endpoints = [endpointAt(server.url, { rateLimit: { count: 2, perMs: 60_000 } })];
  const { dispatcher } = startDispatcher({ endpoints, sender: { ...sender, attempt } });
  await dispatcher.publish(eventOf(0));
  await server.waitFor(1, 10_000);
  const [endpoint] = attempt.mock.calls[0] ?? [];
  expect(endpoint).toMatchObject({ id: "ep_1", url: server.url });
  expect(Object(endpoint).rateLimit).toBeUndefined();
});
