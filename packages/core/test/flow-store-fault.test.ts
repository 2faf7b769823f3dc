import type { Reply, Store } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { delivery, endpoint, eventBody, received, refusal } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const gone = new Error("the store is gone");

/** Settles never, and is not made by this realm's Promise: so are those of other realms and libraries. */
const foreignPromise = {
  // biome-ignore lint/suspicious/noThenProperty: it is what is tested
  then: () => undefined,
};

const faults: readonly (readonly [name: string, fault: () => never])[] = [
  [
    "throws",
    () => {
      throw gone;
    },
  ],
  ["throws undefined", () => Promise.reject(undefined) as never],
  ["rejects", () => Promise.reject(gone) as never],
  ["never answers", () => new Promise(() => undefined) as never],
];

const garbage = [undefined, null, true, "claimed", 5, {}, [], { state: "free" }, { state: null }];

/** An endpoint over a faulty store, with a handler that can be made to fail. */
function faulty(verbs: Partial<Store>, handler: () => unknown = () => undefined) {
  const store = sampleStore(verbs);
  const run = vi.fn(handler);
  return { store, run, ...endpoint({ store, storeTimeoutMs: 10, on: { "*": run } }) };
}

describe("a claim", () => {
  test.each(faults)("that %s: 503, and no handler runs", async (_, claim) => {
    const { receive, outcomes, run, store } = faulty({ claim });
    expect(await receive(delivery(body))).toEqual(refusal(503, "store_failed"));
    expect(outcomes).toMatchObject([
      { kind: "failed", status: 503, code: "store_failed", id: "evt_1" },
    ]);
    expect(run).not.toHaveBeenCalled();
    expect(store.verbs()).toEqual(["claim"]);
  });

  test("that fails keeps its cause for the log alone", async () => {
    const { receive, outcomes } = faulty({ claim: () => Promise.reject(gone) });
    expect(JSON.stringify(await receive(delivery(body)))).not.toContain("gone");
    expect(outcomes[0]?.error?.cause).toBe(gone);
  });

  test.each(garbage)("answered by %j: 503, and no handler runs", async (answer) => {
    for (const claim of [() => answer as never, () => Promise.resolve(answer) as never]) {
      const { receive, outcomes, run } = faulty({ claim });
      expect(await receive(delivery(body))).toEqual(refusal(503, "store_failed"));
      expect(outcomes).toMatchObject([{ kind: "failed", code: "store_failed" }]);
      expect(run).not.toHaveBeenCalled();
    }
  });

  test.each<[string, unknown]>([
    ["a status that is none", { status: 9999, headers: {}, body: null }],
    ["a status of another type", { status: "200", headers: {}, body: null }],
    ["a header with a line break", { status: 200, headers: { a: "b\r\nc: d" }, body: null }],
    ["a header name that is none", { status: 200, headers: { "a b": "c" }, body: null }],
    ["a parsed body", { status: 200, headers: {}, body: { a: 1 } }],
    ["no headers", { status: 200, body: null }],
    ["nothing in it", {}],
    ["text", "ok"],
  ])("answered by a recorded reply with %s: 503, and no handler runs", async (_, reply) => {
    const claim = () => ({ state: "done" as const, reply: reply as Reply });
    const { receive, outcomes, run } = faulty({ claim });
    expect(await receive(delivery(body))).toEqual(refusal(503, "store_failed"));
    expect(outcomes).toMatchObject([{ kind: "failed", code: "store_failed" }]);
    expect(run).not.toHaveBeenCalled();
  });

  test("that never answers is given up, even if its promise is not of this realm", async () => {
    const { receive } = faulty({ claim: () => foreignPromise as never });
    expect(await receive(delivery(body))).toEqual(refusal(503, "store_failed"));
  }, 1000);
});

describe("after a handler that succeeded, complete", () => {
  test.each(faults)("that %s is reported; the answer stays 200", async (_, complete) => {
    const { receive, outcomes, run } = faulty({ complete });
    expect(await receive(delivery(body))).toEqual(received());
    expect(outcomes).toMatchObject([
      { kind: "processed", status: 200, storeError: { code: "store_failed", status: 503 } },
    ]);
    expect(outcomes[0]?.code).toBeUndefined();
    expect(outcomes[0]?.error).toBeUndefined();
    expect(run).toHaveBeenCalledTimes(1);
  });

  test.each([false, undefined, null, 1, "OK", {}])(
    "that answers %j says the lease was lost; the answer stays 200",
    async (answer) => {
      const reply = { status: 202, headers: {}, body: "mine" };
      const { receive, outcomes, store } = faulty({ complete: () => answer as never }, () => reply);
      expect(await receive(delivery(body))).toEqual(reply);
      expect(outcomes).toMatchObject([
        { kind: "processed", status: 202, storeError: { code: "store_failed" } },
      ]);
      expect(store.verbs()).toEqual(["claim", "complete"]);
    },
  );

  test("that never answers is given up, even if its promise is not of this realm", async () => {
    const { receive, outcomes } = faulty({ complete: () => foreignPromise as never });
    expect(await receive(delivery(body))).toEqual(received());
    expect(outcomes).toMatchObject([{ storeError: { code: "store_failed" } }]);
  }, 1000);

  test("that fails on an ignored event is reported too", async () => {
    const store = sampleStore({ complete: () => Promise.reject(gone) });
    const { receive, outcomes } = endpoint({ store, on: {} });
    expect(await receive(delivery(body))).toEqual(received());
    expect(outcomes).toMatchObject([{ kind: "ignored", storeError: { cause: gone } }]);
  });
});

describe("after a handler that failed, release", () => {
  const boom = new Error("boom");
  const fail = () => Promise.reject(boom);

  test.each(faults)("that %s is reported; the answer is the handler's", async (_, release) => {
    const { receive, outcomes } = faulty({ release }, fail);
    expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
    expect(outcomes).toMatchObject([
      {
        kind: "failed",
        status: 500,
        code: "handler_failed",
        error: { cause: boom },
        storeError: { code: "store_failed" },
      },
    ]);
  });

  test.each([false, undefined, null, 1])("that answers %j is reported", async (answer) => {
    const { receive, outcomes } = faulty({ release: () => answer as never }, fail);
    expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
    expect(outcomes).toMatchObject([{ code: "handler_failed", storeError: {} }]);
  });

  test("that fails does not hide that a payload is malformed", async () => {
    const { receive, outcomes } = faulty({ release: () => Promise.reject(gone) });
    expect(await receive(delivery("hello"))).toEqual(refusal(400, "payload_malformed"));
    expect(outcomes).toMatchObject([{ kind: "refused", storeError: { cause: gone } }]);
  });
});

test("a claim is settled with its own key and token, and what the receiver's options say", async () => {
  const store = sampleStore();
  const reply = { status: 202, headers: { "x-a": "b" }, body: "mine" };
  const { receive } = endpoint({ store, completedTtlMs: 1234, on: { "*": () => reply } });
  await receive(delivery(body));
  const [key] = store.keys();
  expect(store.claim).toHaveBeenCalledExactlyOnceWith(key, {
    leaseMs: expect.any(Number),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(store.complete).toHaveBeenCalledExactlyOnceWith(key, "token 1", { ttlMs: 1234, reply });
});

test("a store that is a class instance keeps its this", async () => {
  class ClassStore implements Store {
    readonly #inner = sampleStore();
    claim: Store["claim"] = (...args) => this.#inner.claim(...args);
    complete(...args: Parameters<Store["complete"]>) {
      return this.#inner.complete(...args);
    }
    release(...args: Parameters<Store["release"]>) {
      return this.#inner.release(...args);
    }
  }
  const { receive, outcomes } = endpoint({ store: new ClassStore() });
  expect(await receive(delivery(body))).toEqual(received());
  expect(await receive(delivery(body))).toMatchObject({ headers: { "webhook-duplicate": "true" } });
  expect(outcomes.map(({ storeError }) => storeError)).toEqual([undefined, undefined]);
});
