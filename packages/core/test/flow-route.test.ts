import { describe, expect, test, vi } from "vitest";
import { delivery, endpoint, eventBody, plain, received, secret } from "./sample-endpoint.ts";
import { hmacHex, now, nowMs, timed, timedDelivery } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

describe("a type", () => {
  test("goes to its handler, and to that alone", async () => {
    const on = { paid: vi.fn(), refunded: vi.fn(), "*": vi.fn() };
    const { receive } = endpoint({ on });
    await receive(delivery(eventBody("evt_1", "paid")));
    expect(on.paid).toHaveBeenCalledTimes(1);
    expect(on.refunded).not.toHaveBeenCalled();
    expect(on["*"]).not.toHaveBeenCalled();
  });

  test.each(["pai", "paidx", "PAID", "paid ", "p*", "paid.*"])(
    "%j is not paid, and goes to the rest's handler",
    async (type) => {
      const on = { paid: vi.fn(), "*": vi.fn() };
      const { receive, outcomes } = endpoint({ on });
      expect(await receive(delivery(eventBody("evt_1", type)))).toEqual(received());
      expect(on.paid).not.toHaveBeenCalled();
      expect(on["*"]).toHaveBeenCalledTimes(1);
      expect(outcomes).toMatchObject([{ kind: "processed", type }]);
    },
  );

  test("that is missing goes to the rest's handler", async () => {
    const on = { undefined: vi.fn(), "": vi.fn(), "*": vi.fn() };
    const { receive } = endpoint({ on });
    for (const body of ['{"id":"evt_1"}', '{"type":""}', '{"type":null}', "[]"]) {
      await receive(delivery(body));
    }
    expect(on["*"]).toHaveBeenCalledTimes(4);
    expect(on.undefined).not.toHaveBeenCalled();
    expect(on[""]).not.toHaveBeenCalled();
  });

  test.each([
    "unknown",
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "prototype",
    "~standard",
    "*",
    "0",
    "undefined",
  ])("%s without a handler is answered, remembered and ignored", async (type) => {
    const paid = vi.fn();
    const store = sampleStore();
    const { receive, outcomes } = endpoint({ on: { paid }, store });
    const incoming = delivery(eventBody("evt_1", type));
    expect(await receive(incoming)).toEqual(received());
    expect(await receive(incoming)).toEqual(received("evt_1", { "webhook-duplicate": "true" }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["ignored", "duplicate"]);
    expect(outcomes).toMatchObject([{ status: 200, type, code: undefined }, { type }]);
    expect(paid).not.toHaveBeenCalled();
  });

  test("that is missing is ignored where nothing takes the rest", async () => {
    const { receive, outcomes } = endpoint({ on: { paid: vi.fn() } });
    expect(await receive(delivery("{}"))).toEqual(received(null));
    expect(outcomes).toMatchObject([{ kind: "ignored", id: undefined, type: undefined }]);
  });

  test.each(["constructor", "toString", "__proto__"])("%s can have a handler", async (type) => {
    const handler = vi.fn();
    const on = Object.fromEntries([[type, handler]]);
    const { receive, outcomes } = endpoint({ on });
    await receive(delivery(eventBody("evt_1", type)));
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ kind: "processed", type }]);
  });

  test("is not looked for among inherited handlers", async () => {
    const inherited = vi.fn();
    const { receive, outcomes } = endpoint({
      on: Object.create({ paid: inherited, "*": inherited }),
    });
    await receive(delivery(eventBody()));
    expect(inherited).not.toHaveBeenCalled();
    expect(outcomes).toMatchObject([{ kind: "ignored" }]);
  });
});

describe("an event", () => {
  test("tells what is known of the delivery, which is there with its bytes", async () => {
    const { receive, events } = endpoint({ provider: timed, secret: { live: secret }, now });
    const body = '{"id":"evt_1","type":"paid","n":1}';
    const incoming = timedDelivery(secret, body);
    await receive(incoming);
    expect(events).toEqual([
      {
        provider: "sample",
        id: "evt_1",
        type: "paid",
        timestamp: new Date(nowMs),
        payload: { id: "evt_1", type: "paid", n: 1 },
        secretLabel: "live",
        delivery: { ...incoming, body: expect.any(Uint8Array) },
      },
    ]);
    expect(new TextDecoder().decode(events[0]?.delivery.body)).toBe(body);
  });

  test("holds the very bytes that were given, not a copy of them", async () => {
    const bytes = new TextEncoder().encode(eventBody());
    const { receive, events } = endpoint();
    await receive(delivery(bytes));
    await receive(delivery(bytes, { body: async () => bytes }));
    for (const event of events) expect(event.delivery.body).toBe(bytes);
    expect(events).toHaveLength(2);
  });

  test("comes with a signal that is not aborted, not even once the handler has returned", async () => {
    const signals: AbortSignal[] = [];
    const { receive } = endpoint({
      timeoutMs: 20,
      on: { "*": (_, { signal }) => signals.push(signal) },
    });
    await receive(delivery(eventBody()));
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test("of a type that the URL's query says gets it from there", async () => {
    const { receive, events } = endpoint({ provider: plain });
    const headers = { "x-signature": hmacHex(secret, "{}") };
    await receive(delivery("{}", { headers, url: "/hooks?type=from-query&type=other" }));
    expect(events).toMatchObject([{ type: "from-query" }]);
  });
});
