import { WebhookError } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import { delivery, duplicate, endpoint, eventBody, received, refusal } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const isFrozen = Object.freeze({ frozen: true });

/** An object that pretends to be a promise, and fails. */
const failingThenable = {
  // biome-ignore lint/suspicious/noThenProperty: it is what is tested
  then(_resolve: unknown, reject: (reason: unknown) => void) {
    reject(isFrozen);
  },
};

describe.each<[string, unknown]>([
  ["an Error", new Error("boom")],
  ["undefined", undefined],
  ["null", null],
  ["false", false],
  ["a string", "boom"],
  ["a frozen object", isFrozen],
  ["a symbol", Symbol("boom")],
  ["an error that has no prototype", Object.create(null)],
  ["a WebhookError of another status", new WebhookError("method_not_allowed", "not ours")],
  [
    "an error that calls itself one",
    Object.assign(new Error(), { name: "WebhookError", code: "x" }),
  ],
])("a handler that throws %s", (_, thrown) => {
  test.each<[string, () => unknown]>([
    [
      "at once",
      () => {
        throw thrown;
      },
    ],
    ["later", () => Promise.reject(thrown)],
    [
      "after an await",
      async () => {
        await undefined;
        throw thrown;
      },
    ],
  ])("%s: 500, the claim is freed, and the next try runs", async (_when, fail) => {
    const store = sampleStore();
    const handler = vi.fn<() => unknown>().mockImplementationOnce(fail);
    const { receive, outcomes } = endpoint({ store, on: { paid: handler } });

    expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
    expect(outcomes).toMatchObject([
      { kind: "failed", status: 500, code: "handler_failed", id: "evt_1", type: "paid" },
    ]);
    expect(outcomes[0]?.error?.cause).toBe(thrown);
    expect(outcomes[0]?.storeError).toBeUndefined();
    expect(store.verbs()).toEqual(["claim", "release"]);
    expect(store.keys()).toEqual([]);

    expect(await receive(delivery(body))).toEqual(received());
    expect(await receive(delivery(body))).toEqual(received("evt_1", duplicate));
    expect(handler).toHaveBeenCalledTimes(2);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["failed", "processed", "duplicate"]);
  });
});

test("a thenable that fails is a failure", async () => {
  const store = sampleStore();
  const { receive, outcomes } = endpoint({ store, on: { "*": () => failingThenable } });
  expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
  expect(outcomes[0]?.error?.cause).toBe(isFrozen);
  expect(store.keys()).toEqual([]);
});

test("the answer says nothing of what was thrown", async () => {
  const { receive } = endpoint({
    on: {
      "*": () => {
        throw new Error("password=hunter2");
      },
    },
  });
  expect(JSON.stringify(await receive(delivery(body)))).not.toContain("hunter2");
});

test("without a store the answer is the same", async () => {
  const { receive, outcomes } = endpoint({ on: { "*": () => Promise.reject(new Error("boom")) } });
  expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
  expect(outcomes).toHaveLength(1);
});

test("a failure of one delivery leaves others alone", async () => {
  const store = sampleStore();
  const { receive } = endpoint({
    store,
    on: { bad: () => Promise.reject(new Error("boom")), "*": () => undefined },
  });
  const replies = await Promise.all(
    ["evt_1", "evt_2", "evt_3"].map((id) =>
      receive(delivery(eventBody(id, id === "evt_2" ? "bad" : "good"))),
    ),
  );
  expect(replies.map(({ status }) => status)).toEqual([200, 500, 200]);
  expect(store.keys()).toHaveLength(2);
});
