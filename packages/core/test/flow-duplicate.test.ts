import type { Reply } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import {
  deferred,
  delivery,
  duplicate,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
} from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();

describe("a duplicate", () => {
  test("runs nothing, and gets the default reply where none was recorded", async () => {
    const store = sampleStore();
    const { receive, outcomes, events } = endpoint({ store });
    expect(await receive(delivery(body))).toEqual(received());
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
    expect(events).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["processed", "duplicate", "duplicate"]);
    expect(outcomes[1]).toMatchObject({ status: 200, id: "evt_1", type: "paid", secretLabel: 0 });
    expect(outcomes[1]?.code).toBeUndefined();
    expect(store.verbs()).toEqual(["claim", "complete", "claim", "claim"]);
  });

  test.each<Reply>([
    { status: 201, headers: { "content-type": "text/xml", "x-a": "b" }, body: "<Response/>" },
    { status: 200, headers: {}, body: Uint8Array.of(0, 255, 10) },
    { status: 204, headers: {}, body: null },
    { status: 418, headers: { "content-type": "text/plain" }, body: "no" },
  ])("gets the reply that was recorded: $status", async (reply) => {
    const handler = vi.fn(() => reply);
    const { receive, outcomes } = endpoint({ store: sampleStore(), on: { "*": handler } });
    expect(await receive(delivery(body))).toEqual(reply);
    expect(await receive(delivery(body))).toEqual({
      ...reply,
      headers: { ...reply.headers, ...duplicate },
    });
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([
      { kind: "processed", status: reply.status },
      { kind: "duplicate", status: reply.status },
    ]);
  });

  test("is verified first: a forged one learns nothing", async () => {
    const store = sampleStore();
    const { receive } = endpoint({ store });
    await receive(delivery(body));
    const forged = delivery(body, { headers: { "x-signature": "0".repeat(64) } });
    expect(await receive(forged)).toEqual(refusal(401, "signature_mismatch"));
    expect(await receive({ ...forged, headers: {} })).toEqual(refusal(401, "signature_missing"));
    expect(store.verbs()).toEqual(["claim", "complete"]);
  });

  test("of an ignored event, and of one by its body alone, is one too", async () => {
    for (const bytes of [body, '{"n":1}']) {
      const { receive, outcomes } = endpoint({ store: sampleStore(), on: {} });
      await receive(delivery(bytes));
      await receive(delivery(bytes));
      expect(outcomes.map(({ kind }) => kind)).toEqual(["ignored", "duplicate"]);
    }
  });

  test("without a store is none: each is processed", async () => {
    const { receive, events } = endpoint();
    expect(await receive(delivery(body))).toEqual(received());
    expect(await receive(delivery(body))).toEqual(received());
    expect(events).toHaveLength(2);
  });

  test("with another body under the same id is refused, and not answered as if it were the first", async () => {
    const store = sampleStore();
    const { receive, outcomes, events } = endpoint({ store });
    await receive(delivery(body));
    expect(await receive(delivery(eventBody("evt_1", "refunded")))).toEqual(
      refusal(422, "delivery_id_reused"),
    );
    expect(outcomes[1]).toMatchObject({
      kind: "refused",
      status: 422,
      code: "delivery_id_reused",
      id: "evt_1",
      type: "refunded",
    });
    expect(events).toHaveLength(1);
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
  });

  test("with another body is still one where the provider's retries differ", async () => {
    const provider = { ...plain, retriesDiffer: true } as typeof plain;
    const { receive, events } = endpoint({ provider, store: sampleStore() });
    await receive(delivery('{"id":"evt_1","attempt":1}'));
    const again = await receive(delivery('{"id":"evt_1","attempt":2}'));
    expect(again).toEqual(received("evt_1", duplicate));
    expect(events).toHaveLength(1);
  });

  test("is still one where the store has not kept the digest", async () => {
    const { receive, events } = endpoint({
      store: sampleStore({ claim: () => ({ state: "done" }) }),
    });
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
    expect(events).toEqual([]);
  });
});

describe("two at once", () => {
  test("one runs; the other is told to come again, and is then answered", async () => {
    const gate = deferred();
    const handler = vi.fn(() => gate.promise);
    const { receive, outcomes } = endpoint({ store: sampleStore(), on: { "*": handler } });
    const first = receive(delivery(body));
    await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(1));
    const second = await receive(delivery(body));
    expect(second).toEqual(refusal(409, "delivery_in_progress", { "retry-after": "2" }));
    expect(outcomes).toMatchObject([
      { kind: "refused", status: 409, code: "delivery_in_progress", id: "evt_1", type: "paid" },
    ]);
    gate.resolve();
    expect(await first).toEqual(received());
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test("a hundred at once run once", async () => {
    // At work until all others have been answered.
    let release = (): void => undefined;
    const others = new Promise<void>((resolve) => {
      release = resolve;
    });
    let answered = 0;
    const handler = vi.fn(() => others);
    const { receive } = endpoint({ store: sampleStore(), on: { "*": handler } });
    const replies = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const reply = await receive(delivery(body));
        answered += 1;
        if (answered === 99) release();
        return reply;
      }),
    );
    expect(handler).toHaveBeenCalledTimes(1);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(99);
  });

  test.each([
    [1, "1"],
    [0, "1"],
    [-5000, "1"],
    [999.5, "1"],
    [1000, "1"],
    [1001, "2"],
    [30_000, "30"],
    [Number.NaN, "1"],
  ])("a lease of %d ms more is %s in whole seconds", async (retryAfterMs, seconds) => {
    const store = sampleStore({ claim: () => ({ state: "in_progress", retryAfterMs }) });
    const { receive } = endpoint({ store });
    const expected = refusal(409, "delivery_in_progress", { "retry-after": seconds });
    expect(await receive(delivery(body))).toEqual(expected);
  });

  test.each([undefined, null, Number.POSITIVE_INFINITY, "soon", {}])(
    "a store that says %s for how long the lease lives still makes for whole seconds",
    async (retryAfterMs) => {
      const result = { state: "in_progress", retryAfterMs } as never;
      const { receive } = endpoint({ store: sampleStore({ claim: () => result }) });
      const { status, headers } = await receive(delivery(body));
      expect(status).toBe(409);
      expect(headers["retry-after"]).toMatch(/^[1-9]\d*$/);
    },
  );
});
