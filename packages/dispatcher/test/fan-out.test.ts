import { memoryQueue } from "@hooks/queue-memory";
import { isSenderError, SenderError } from "@hooks/sender";
import { expect, test, vi } from "vitest";
import { createDispatcher, type EndpointSource } from "../src/index.ts";
import { endpointAt, localSender, startDispatcher } from "./start-dispatcher.ts";
import { acceptedIds, webhookServer } from "./webhook-server.ts";

const event = { id: "evt_1", type: "user.created", data: { name: "Ada" } };

test("an event goes to each endpoint that subscribes to its type, with the same bytes", async () => {
  const server = await webhookServer();
  const at = (id: string, eventTypes?: string[], active = true) =>
    endpointAt(`${server.url}/${id}`, { id, active, ...(eventTypes && { eventTypes }) });
  const { dispatcher } = startDispatcher({
    endpoints: [
      at("all"),
      at("exact", ["user.created"]),
      at("below", ["user.*"]),
      at("other", ["invoice.paid"]),
      at("off", ["*"], false),
    ],
  });
  expect(await dispatcher.publish(event)).toEqual({ eventId: "evt_1", added: 3, known: 0 });
  const received = await server.waitFor(3);
  const paths = received.map(({ url }) => new URL(url).pathname).sort();
  expect(paths).toEqual(["/all", "/below", "/exact"]);
  expect(received.every(({ verified }) => verified?.id === "evt_1")).toBe(true);
  expect(new Set(received.map(({ text }) => text)).size).toBe(1);
  await dispatcher.close();
  expect(server.received()).toHaveLength(3);
});

test("an event that is published again adds what is missing, and nothing else", async () => {
  const server = await webhookServer();
  const endpoints = new Map([["a", endpointAt(`${server.url}/a`, { id: "a" })]]);
  const source: EndpointSource = {
    forType: () => endpoints.values(),
    find: (id) => endpoints.get(id),
  };
  const { dispatcher } = startDispatcher({ endpoints: source });
  expect(await dispatcher.publish(event)).toMatchObject({ added: 1, known: 0 });
  await server.waitFor(1);
  expect(await dispatcher.publish(event)).toMatchObject({ added: 0, known: 1 });
  endpoints.set("b", endpointAt(`${server.url}/b`, { id: "b" }));
  expect(await dispatcher.publish(event)).toMatchObject({ added: 1, known: 1 });
  const received = await server.waitFor(2);
  // It keeps the time of its first publishing.
  expect(received[1]?.text).toBe(received[0]?.text);
  await dispatcher.close();
  expect(server.received()).toHaveLength(2);
});

test("without attempts, an event is published again under its own timestamp", async () => {
  const server = await webhookServer();
  const { dispatcher } = startDispatcher({
    endpoints: [endpointAt(server.url)],
    attempts: undefined,
  });
  const timed = { ...event, timestamp: new Date() };
  expect(await dispatcher.publish(timed)).toMatchObject({ added: 1, known: 0 });
  expect(await dispatcher.publish(timed)).toMatchObject({ added: 0, known: 1 });
  const late = { ...event, timestamp: new Date(timed.timestamp.getTime() + 1) };
  await expect(dispatcher.publish(late)).rejects.toMatchObject({ code: "event_id_reused" });
});

test("an event's bytes are kept before there are jobs of it", async () => {
  const { dispatcher, attempts } = startDispatcher({ endpoints: [] });
  expect(await dispatcher.publish(event)).toMatchObject({ added: 0, known: 0 });
  expect(attempts.findEvent("evt_1")).toMatchObject({ id: "evt_1", type: "user.created" });
});

test("an id with other data is refused, before and after the delivery", async () => {
  const server = await webhookServer();
  const { dispatcher } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  await server.waitFor(1);
  const code = "event_id_reused";
  const others = [
    { ...event, data: { name: "Bob" } },
    { ...event, type: "user.deleted" },
  ];
  for (const other of others) {
    await expect(dispatcher.publish(other)).rejects.toMatchObject({ code });
  }
  await dispatcher.close();
  expect(server.received()).toHaveLength(1);
});

test("an id with other data is refused though the queue has forgotten it", async () => {
  const server = await webhookServer();
  const queue = memoryQueue({ completed: { count: 0 } });
  const { dispatcher } = startDispatcher({ queue, endpoints: [endpointAt(server.url)] });
  await dispatcher.publish(event);
  await vi.waitFor(async () => expect(await queue.status("evt_1.ep_1")).toBeUndefined());
  const other = dispatcher.publish({ ...event, data: { name: "Bob" } });
  await expect(other).rejects.toMatchObject({ code: "event_id_reused" });
  expect(server.received()).toHaveLength(1);
});

test("an event that can't be sent is refused, and nothing is enqueued", async () => {
  const server = await webhookServer();
  const { dispatcher, queue } = startDispatcher({ endpoints: [endpointAt(server.url)] });
  const refused = await dispatcher.publish({ type: "a..b", data: 1 }).catch((error) => error);
  expect(isSenderError(refused) && refused.code).toBe("event_invalid");
  const large = dispatcher.publish({ type: "a", data: "x".repeat(300_000) });
  await expect(large).rejects.toMatchObject({ code: "event_too_large" });
  expect(await queue.counts()).toMatchObject({ waiting: 0, delayed: 0, active: 0, completed: 0 });
});

test("tenants are the source's, and a list knows none", async () => {
  const server = await webhookServer();
  const find = (id: string) => endpointAt(`${server.url}/${id}`, { id });
  const forType = vi.fn((_type: string, tenant: string | undefined) => [find(`ep_${tenant}`)]);
  const { dispatcher } = startDispatcher({ endpoints: { forType, find } });
  await dispatcher.publish(event, { tenant: "t1" });
  expect(forType).toHaveBeenCalledWith("user.created", "t1");
  const [received] = await server.waitFor(1);
  expect(received?.url).toBe(`${server.url}/ep_t1`);
  const listed = startDispatcher({ endpoints: [endpointAt(server.url)] });
  const refused = listed.dispatcher.publish(event, { tenant: "t1" });
  await expect(refused).rejects.toMatchObject({ code: "option_invalid" });
});

test("an endpoint that nobody can be sent to is refused at creation, in a list", () => {
  const create = (url: string) =>
    createDispatcher({
      sender: localSender(),
      queue: memoryQueue(),
      endpoints: [endpointAt(url)],
    });
  expect(() => create("https://user:pass@example.com")).toThrow(/url/);
  const twice = [endpointAt("https://a.example"), endpointAt("https://b.example")];
  expect(() =>
    createDispatcher({ sender: localSender(), queue: memoryQueue(), endpoints: twice }),
  ).toThrow(expect.objectContaining({ code: "option_invalid" }));
});

test("each endpoint gets the version that it asks for, and an unknown one stops no other", async () => {
  const server = await webhookServer();
  const convert = async (
    { data }: { readonly data: unknown },
    version: string | undefined = "v2",
  ) => {
    if (version === "v9") {
      throw new SenderError("endpoint_invalid", "version", "is of no event type");
    }
    return { data: { shape: version, data }, version };
  };
  const { dispatcher, reports } = startDispatcher(
    {
      endpoints: [
        endpointAt(`${server.url}/new`, { id: "new" }),
        endpointAt(`${server.url}/old`, { id: "old", version: "v1" }),
        endpointAt(`${server.url}/odd`, { id: "odd", version: "v9" }),
      ],
    },
    { events: { convert } },
  );
  expect(await dispatcher.publish(event)).toMatchObject({ added: 2 });
  const received = await server.waitFor(2);
  const shapes = received.map(({ url, text }) => [
    new URL(url).pathname,
    JSON.parse(text).data.shape,
  ]);
  expect(Object.fromEntries(shapes)).toEqual({ "/new": "v2", "/old": "v1" });
  expect(reports).toEqual([
    expect.objectContaining({ type: "endpoint.refused", endpointId: "odd" }),
  ]);
  expect(await dispatcher.publish(event)).toMatchObject({ added: 0, known: 2 });
  expect(acceptedIds(server)).toEqual(["evt_1", "evt_1"]);
});

test("a store of attempts that fails stops no event", async () => {
  const server = await webhookServer();
  const fail = () => Promise.reject(new Error("gone"));
  const attempts = {
    recordEvent: fail,
    recordAttempt: fail,
    findEvent: fail,
    findAttempts: fail,
    dropPayloads: fail,
  };
  const { dispatcher, reports } = startDispatcher({
    endpoints: [endpointAt(server.url)],
    attempts,
  });
  await dispatcher.publish(event);
  await server.waitFor(1);
  expect(reports.every(({ type }) => type === "attempts.failed")).toBe(true);
  expect(reports.length).toBeGreaterThan(0);
});
