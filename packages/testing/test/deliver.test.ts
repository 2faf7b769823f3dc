import { createReceiver, type Delivery } from "@hooks/core";
import { toExpress } from "@hooks/express";
import { toFastify } from "@hooks/fastify";
import { toHono } from "@hooks/hono";
import { toNode } from "@hooks/node";
import { stripe } from "@hooks/providers/stripe";
import {
  createEvent,
  createWebhookServer,
  type DeliveryTarget,
  deliver,
  fakeClock,
  signedDelivery,
} from "@hooks/testing";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";

const secret = "whsec_of_the_tests";
const url = "http://localhost/hooks/stripe?a=1";

function setup() {
  const clock = fakeClock();
  const events: unknown[] = [];
  const receiver = createReceiver({
    provider: stripe,
    secret,
    now: clock.now,
    on: { "*": ({ payload }) => events.push(payload) },
  });
  const hono = new Hono();
  hono.post("/hooks/stripe", toHono(receiver));
  const web = fastify();
  web.register(toFastify(receiver), { url: "/hooks/stripe" });
  const targets: Record<string, DeliveryTarget> = {
    "a receiver": receiver,
    "a fetch handler": (request: Request) => receiver.fetch(request),
    "an object with fetch": { fetch: receiver.fetch },
    "a listener of Node": toNode(receiver),
    "an Express app": express().post("/hooks/stripe", toExpress(receiver)),
    "a Fastify app": web,
    "a Hono app": hono,
  };
  return { clock, events, targets };
}

describe.each(Object.keys(setup().targets))("%s", (name) => {
  test("takes what is genuine and refuses what is not", async () => {
    const { clock, events, targets } = setup();
    const target = targets[name] as DeliveryTarget;
    const payload = createEvent("invoice.paid", { text: "größe ♥" }, { now: clock.now });
    const options = { secret, payload, url, now: clock.now };
    const accepted = await deliver(target, await signedDelivery(stripe, options));
    expect([accepted.status, accepted.headers["content-type"]]).toEqual([200, "application/json"]);
    expect(JSON.parse(accepted.text)).toEqual({ received: true, eventId: payload.id });
    expect(new TextDecoder().decode(accepted.body)).toBe(accepted.text);
    expect(events).toEqual([payload]);
    const forged = await deliver(
      target,
      await signedDelivery(stripe, { ...options, tamper: true }),
    );
    expect([forged.status, forged.text]).toEqual([401, '{"error":"signature_mismatch"}']);
    const kept = await signedDelivery(stripe, options);
    clock.advance(300_000);
    expect((await deliver(target, kept)).status).toBe(200);
    clock.advance(1000);
    expect((await deliver(target, kept)).text).toBe('{"error":"timestamp_too_old"}');
  });
});

test("the made event has what senders give", () => {
  const { now } = fakeClock(new Date("2024-01-02T03:04:05Z"));
  expect(createEvent("a.b", [1], { id: "evt_1", now })).toEqual({
    id: "evt_1",
    type: "a.b",
    timestamp: "2024-01-02T03:04:05.000Z",
    data: [1],
  });
  expect(createEvent("a", 1).id).not.toBe(createEvent("a", 1).id);
});

test("a clock stands still, moves and takes only times", () => {
  const clock = fakeClock();
  expect(new Date(clock.now()).toISOString()).toBe("2024-02-29T12:00:00.000Z");
  clock.advance(-500);
  expect(new Date(clock.now()).toISOString()).toBe("2024-02-29T11:59:59.500Z");
  clock.set(new Date(7));
  expect(clock.now()).toBe(7);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, new Date("never")]) {
    expect(() => clock.set(wrong)).toThrow("no time");
    expect(() => fakeClock(wrong)).toThrow("no time");
  }
  expect(() => clock.advance(Number.NaN)).toThrow("no time");
  expect(clock.now()).toBe(7);
});

const bare: Delivery = { method: "POST", url, headers: {}, body: new Uint8Array() };

test("a URL gets exactly the delivery, and a redirect is an answer", async () => {
  const server = await createWebhookServer({ script: "307(location=http://127.0.0.1:1/)" });
  try {
    const headers = {
      "X-Twice": ["a", "b"],
      Host: "other.example",
      "Content-Length": "99",
      gone: undefined,
    };
    const body = Uint8Array.of(0, 0xff);
    const reply = await deliver(new URL(`${server.url}/p`), { ...bare, headers, body });
    expect([reply.status, reply.headers["location"]]).toEqual([307, "http://127.0.0.1:1/"]);
    const [one] = server.received();
    expect([...(one?.body ?? [])]).toEqual([0, 0xff]);
    expect(one?.headers).toMatchObject({
      "x-twice": ["a", "b"],
      host: [new URL(server.url).host],
      "content-length": ["2"],
    });
    expect(one?.headers).not.toHaveProperty("gone");
  } finally {
    await server.close();
  }
});

test("what takes too long or answers too much fails, wherever it is", async () => {
  const never = () => new Promise<never>(() => undefined);
  const bounds = { timeoutMs: 50, maxReplyBytes: 10 };
  for (const target of [never, { receive: never }, (_req: object, _res: object) => never()]) {
    await expect(deliver(target, bare, bounds)).rejects.toThrow("no answer within 50 ms");
  }
  const listener = (_req: object, res: { end: (text: string) => unknown }) =>
    res.end("12345678901");
  for (const target of [listener, () => new Response("12345678901")]) {
    await expect(deliver(target, bare, { ...bounds, timeoutMs: 5000 })).rejects.toThrow(
      "the answer is over 10 bytes",
    );
  }
});
