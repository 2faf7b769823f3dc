import type { HandlerContext } from "@hooks/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  type Deferred,
  deferred,
  delivery,
  duplicate,
  endpoint,
  eventBody,
  received,
  refusal,
  type SampleEndpoint,
} from "./sample-endpoint.ts";
import { type SampleStore, sampleStore } from "./sample-store.ts";

const body = eventBody();
const restOfWork = () => new Promise((resolve) => setTimeout(resolve, 5));
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

let work: Deferred<unknown>;
let signal: AbortSignal | undefined;
let store: SampleStore;
let slow: SampleEndpoint;

beforeEach(() => {
  process.on("unhandledRejection", note);
  work = deferred<unknown>();
  store = sampleStore();
  slow = endpoint({
    store,
    timeoutMs: 10,
    on: {
      "*": (_: unknown, context: HandlerContext) => {
        signal = context.signal;
        return work.promise;
      },
    },
  });
});

afterEach(async () => {
  await restOfWork();
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

test("a handler that outlives its time: 503, its signal is aborted and its claim kept", async () => {
  expect(await slow.receive(delivery(body))).toEqual(refusal(503, "handler_timeout"));
  expect(slow.outcomes).toMatchObject([
    { kind: "failed", status: 503, code: "handler_timeout", id: "evt_1", type: "paid" },
  ]);
  expect(slow.outcomes[0]?.late).toBeUndefined();
  expect(signal?.aborted).toBe(true);
  expect(signal?.reason).toBe(slow.outcomes[0]?.error);
  expect(signal?.reason).toMatchObject({ name: "WebhookError", code: "handler_timeout" });
  expect(store.verbs()).toEqual(["claim"]);
  expect(await slow.receive(delivery(body))).toMatchObject({ status: 409 });
});

test("the lease is longer than the handler's time, and ends it when nobody else does", async () => {
  const run = vi.fn(() => work.promise);
  const { receive } = endpoint({ store, timeoutMs: 10, on: { "*": run } });
  await receive(delivery(body));
  const [, { leaseMs }] = vi.mocked(store.claim).mock.calls[0] as Parameters<SampleStore["claim"]>;
  expect(leaseMs).toBeGreaterThanOrEqual(10 + 1000);
  expect(await receive(delivery(body))).toMatchObject({ status: 409 });
  store.expire();
  expect(await receive(delivery(body))).toEqual(refusal(503, "handler_timeout"));
  expect(run).toHaveBeenCalledTimes(2);
});

test.each([undefined, 25_000, 60_000])("timeoutMs %j: the lease is longer", async (timeoutMs) => {
  const { receive } = endpoint({ store, timeoutMs });
  await receive(delivery(body));
  const [, { leaseMs }] = vi.mocked(store.claim).mock.calls[0] as Parameters<SampleStore["claim"]>;
  expect(leaseMs).toBeGreaterThan(timeoutMs ?? 25_000);
});

test("a late success completes the claim and is reported as late; a duplicate is answered from it", async () => {
  await slow.receive(delivery(body));
  work.resolve({ status: 201, headers: { "x-a": "b" }, body: "made" });
  await vi.waitFor(() => expect(slow.outcomes).toHaveLength(2));
  expect(slow.outcomes[1]).toMatchObject({
    kind: "processed",
    status: 201,
    late: true,
    id: "evt_1",
    type: "paid",
  });
  expect(slow.outcomes[1]).not.toMatchObject({ code: expect.anything() });
  expect(slow.outcomes[1]?.storeError).toBeUndefined();
  expect(store.verbs()).toEqual(["claim", "complete"]);
  expect(await slow.receive(delivery(body))).toEqual({
    status: 201,
    headers: { "x-a": "b", ...duplicate },
    body: "made",
  });
  expect(slow.outcomes).toHaveLength(3);
});

test.each([new Error("too late"), undefined, null])(
  "a late failure (%s) frees the claim, is reported as late, and the next try runs",
  async (thrown) => {
    await slow.receive(delivery(body));
    work.reject(thrown);
    await vi.waitFor(() => expect(slow.outcomes).toHaveLength(2));
    expect(slow.outcomes[1]).toMatchObject({
      kind: "failed",
      status: 500,
      code: "handler_failed",
      late: true,
      error: { cause: thrown },
    });
    expect(store.verbs()).toEqual(["claim", "release"]);
    const next = deferred<unknown>();
    work = next;
    next.resolve(undefined);
    expect(await slow.receive(delivery(body))).toEqual(received());
  },
);

const firstKey = (): string => vi.mocked(store.claim).mock.calls[0]?.[0] as string;

test("a late end after the lease went to another touches nothing of the other's, and says so", async () => {
  for (const [verb, settle] of [
    ["complete", () => work.resolve(undefined)],
    ["release", () => work.reject(new Error("late"))],
  ] as const) {
    store.expire();
    slow.outcomes.length = 0;
    work = deferred<unknown>();
    await slow.receive(delivery(body));
    store.expire();
    expect(await store.claim(firstKey(), { leaseMs: 1 })).toMatchObject({ state: "claimed" });
    settle();
    await vi.waitFor(() => expect(slow.outcomes).toHaveLength(2));
    expect(slow.outcomes[1]).toMatchObject({ late: true, storeError: { code: "store_failed" } });
    expect(store.verbs().at(-1)).toBe(verb);
    expect(await slow.receive(delivery(body))).toMatchObject({ status: 409 });
  }
});

test("a handler that gives up when its signal says so ends in a late failure", async () => {
  const { receive, outcomes } = endpoint({
    store,
    timeoutMs: 10,
    on: {
      "*": (_, context) =>
        new Promise((_resolve, reject) => {
          context.signal.addEventListener("abort", () => reject(context.signal.reason));
        }),
    },
  });
  expect(await receive(delivery(body))).toEqual(refusal(503, "handler_timeout"));
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(outcomes.map(({ code, late }) => [code, late])).toEqual(
    expect.arrayContaining([
      ["handler_timeout", undefined],
      ["handler_failed", true],
    ]),
  );
  expect(store.keys()).toEqual([]);
});

test("a schema counts towards the handler's time", async () => {
  const validate = () => work.promise as Promise<{ value: unknown }>;
  const handler = vi.fn();
  const { receive, outcomes } = endpoint({
    timeoutMs: 10,
    schema: { "~standard": { version: 1, vendor: "sample", validate } },
    on: { "*": handler },
  } as never);
  expect(await receive(delivery(body))).toEqual(refusal(503, "handler_timeout"));
  work.reject(new Error("never"));
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(handler).not.toHaveBeenCalled();
});

test("a late success whose store fails is reported with both", async () => {
  const failing = sampleStore({ complete: () => Promise.reject(new Error("gone")) });
  const { receive, outcomes } = endpoint({
    store: failing,
    timeoutMs: 10,
    on: { "*": () => work.promise },
  });
  await receive(delivery(body));
  work.resolve(undefined);
  await vi.waitFor(() => expect(outcomes).toHaveLength(2));
  expect(outcomes[1]).toMatchObject({
    kind: "processed",
    late: true,
    storeError: { code: "store_failed" },
  });
});

test("a handler that waits for nothing needs no clock, one that waits has one, and none is left", async () => {
  const timeoutMs = 23_456;
  const timers = vi.spyOn(globalThis, "setTimeout");
  const cleared = vi.spyOn(globalThis, "clearTimeout");
  // Not those of whoever loads a module meanwhile.
  const clocks = (): readonly unknown[] =>
    timers.mock.results.flatMap(({ value }, i) =>
      timers.mock.calls[i]?.[1] === timeoutMs ? [value] : [],
    );
  const none = endpoint({ timeoutMs, on: { "*": () => undefined } });
  expect((await none.receive(delivery(eventBody()))).status).toBe(200);
  expect(clocks()).toHaveLength(0);
  const waiting = endpoint({ timeoutMs, on: { "*": async () => undefined } });
  expect((await waiting.receive(delivery(eventBody()))).status).toBe(200);
  expect(clocks()).toHaveLength(1);
  expect(cleared).toHaveBeenCalledWith(clocks()[0]);
  vi.restoreAllMocks();
});
