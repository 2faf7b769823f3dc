import type { Batch, Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { delivery, endpoint } from "./sample-endpoint.ts";
import { bodyHmac, provider } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const nested = (batch: Partial<Batch> = {}): Provider => ({
  ...provider({ signature: bodyHmac }),
  batch: {
    at: { json: "entry" },
    within: [["changes", "messaging"], ["changes.0.value.messages"]],
    deliveryId: { json: "changes.0.value.messages.0.id" },
    eventType: { json: "changes.0.field" },
    ...batch,
  },
});

const message = (id: string) => ({ id });
const change = (...ids: readonly string[]) => ({
  field: "messages",
  value: { to: "1", messages: ids.map(message) },
});
const body = JSON.stringify({
  object: "account",
  entry: [
    {
      id: "e1",
      time: 1,
      changes: [change("a", "b"), { field: "status" }],
      messaging: [{ mid: 5 }],
    },
    { id: "e2", time: 2, changes: [] },
    "e3",
  ],
});

const payloads = [
  { id: "e1", time: 1, changes: [change("a")] },
  { id: "e1", time: 1, changes: [change("b")] },
  { id: "e1", time: 1, changes: [{ field: "status" }] },
  { id: "e1", time: 1, messaging: [{ mid: 5 }] },
  { id: "e2", time: 2, changes: [] },
  "e3",
];

describe("lists within the items of a batch", () => {
  test("are events, each with what surrounds it, and nothing is left out", async () => {
    const { receive, events } = endpoint({ provider: nested() });
    expect(await receive(delivery(body))).toMatchObject({ status: 200 });
    expect(events.map(({ payload }) => payload)).toEqual(payloads);
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      ["a", "messages"],
      ["b", "messages"],
      [undefined, "status"],
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  test("are settled one by one: a retry runs those only that have failed", async () => {
    let fails = true;
    const ran: unknown[] = [];
    const { receive } = endpoint({
      provider: nested(),
      store: sampleStore(),
      on: {
        "*": ({ payload }) => {
          ran.push(payload);
          if (fails && JSON.stringify(payload).includes("mid")) throw new Error("not yet");
        },
      },
    });
    expect((await receive(delivery(body))).status).toBe(500);
    fails = false;
    expect((await receive(delivery(body))).status).toBe(200);
    expect(ran).toEqual([...payloads, payloads[3]]);
  });

  test("are looked for where the first list is", async () => {
    const at = [{ json: "" }, { json: "entry" }];
    const { receive, events } = endpoint({ provider: nested({ at }) });
    await receive(delivery(body));
    await receive(delivery(JSON.stringify([{ changes: [change("c", "d")] }])));
    expect(events.map(({ id }) => id).filter((id) => id !== undefined)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  test.each(["__proto__", "constructor", "toString"])(
    "do not come from what all objects have: %s",
    async (name) => {
      const { receive, events } = endpoint({ provider: nested({ within: [[`${name}.length`]] }) });
      expect((await receive(delivery('{"entry":[{"id":"e1"}]}'))).status).toBe(200);
      expect(events.map(({ payload }) => payload)).toEqual([{ id: "e1" }]);
    },
  );

  test("are at most 10,000 events", async () => {
    const many = (count: number): string =>
      JSON.stringify({ entry: [1, 2].map(() => ({ changes: Array(count / 2).fill(0) })) });
    const { receive } = endpoint({ provider: nested() });
    expect((await receive(delivery(many(10_000)))).status).toBe(200);
    expect((await receive(delivery(many(10_002)))).status).toBe(400);
  });

  test("do not grow without bound by what goes along with each", async () => {
    const surrounded = JSON.stringify({
      entry: [{ id: "x".repeat(100_000), changes: Array(1000).fill(0) }],
    });
    const { receive, events } = endpoint({ provider: nested() });
    expect((await receive(delivery(surrounded))).status).toBe(400);
    expect(events).toEqual([]);
  });
});
