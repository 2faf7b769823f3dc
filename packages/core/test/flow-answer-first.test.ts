import { type Handler, isWebhookError, type Outcome } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  deferred,
  delivery,
  duplicate,
  eventBody,
  plain,
  received,
  refusal,
} from "./sample-endpoint.ts";
import { first, told } from "./sample-first.ts";
import { sampleHost } from "./sample-host.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const answered = { ...received(), status: 202 };
const answeredAgain = { ...answered, headers: { ...answered.headers, ...duplicate } };
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  process.on("unhandledRejection", note);
});

afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", note);
  expect(unhandled.splice(0)).toEqual([]);
});

describe("a delivery on a host that stays alive", () => {
  test("is answered 202 when it is claimed and before its handler runs, and reported at its end", async () => {
    const { receive, store, host, works, begun, outcomes } = first();
    expect(await receive(delivery(body), host)).toEqual(answered);
    expect(works).toHaveLength(0);
    expect(store.verbs()).toEqual(["claim"]);
    expect(told(outcomes)).toEqual([["answered", 202, true]]);
    const { resolve } = await begun();
    expect(host.works).toHaveLength(1);
    expect(host.ended()).toBe(0);
    resolve(undefined);
    await Promise.all(host.works);
    expect(store.verbs()).toEqual(["claim", "complete"]);
    expect(told(outcomes)).toEqual([
      ["answered", 202, true],
      ["processed", 202, true],
    ]);
    expect(outcomes[0]).toMatchObject({ id: "evt_1", type: "paid", secretLabel: 0 });
    expect({ ...outcomes[1], kind: "answered", durationMs: 0 }).toEqual({
      ...outcomes[0],
      durationMs: 0,
    });
  });

  test("gets what its provider demands", async () => {
    const acknowledge = { status: 200 as const, contentType: "text/plain", body: "[accepted]" };
    const { receive, host, begun } = first({ provider: { ...plain, acknowledge } });
    expect(await receive(delivery(body), host)).toEqual({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "[accepted]",
    });
    (await begun()).resolve(undefined);
  });

  test("while it is in progress 409, then a duplicate of the same answer, whatever was returned", async () => {
    const { receive, host, begun, works, outcomes } = first();
    await receive(delivery(body), host);
    expect(await receive(delivery(body), host)).toMatchObject({ status: 409 });
    (await begun()).resolve({ status: 200, headers: {}, body: "too late" });
    await Promise.all(host.works);
    expect(await receive(delivery(body), host)).toEqual(answeredAgain);
    expect(works).toHaveLength(1);
    expect(told(outcomes)).toEqual([
      ["answered", 202, true],
      ["refused", 409, false],
      ["processed", 202, true],
      ["duplicate", 202, false],
    ]);
  });

  const late = new Error("late");
  test.each<[string, number, Handler]>([
    ["throws", 500, () => Promise.reject(late)],
    [
      "throws at once",
      500,
      () => {
        throw late;
      },
    ],
    ["answers that it failed", 503, () => ({ status: 503, headers: {}, body: null })],
  ])(
    "whose handler %s: reported, freed, and run when it is sent again by hand",
    async (_, status, fail) => {
      const run = vi.fn<Handler>().mockImplementationOnce(fail);
      const { receive, host, store, outcomes } = first({ on: { "*": run } });
      expect(await receive(delivery(body), host)).toEqual(answered);
      await Promise.all(host.works);
      expect(store.verbs()).toEqual(["claim", "release"]);
      expect(told(outcomes)).toEqual([
        ["answered", 202, true],
        ["failed", status, true],
      ]);
      expect(await receive(delivery(body), host)).toEqual(answered);
      await Promise.all(host.works);
      expect(store.verbs()).toEqual(["claim", "release", "claim", "complete"]);
    },
  );

  test("dies with its host: held for its lease, then run when it is sent again by hand", async () => {
    const { receive, host, store, begun, works } = first();
    await receive(delivery(body), host);
    await begun();
    expect(await receive(delivery(body), host)).toMatchObject({ status: 409 });
    store.expire();
    expect(await receive(delivery(body), host)).toEqual(answered);
    (await begun(1)).resolve(undefined);
    works[0]?.resolve(undefined);
    await Promise.all(host.works);
  });

  test("leaves before a handler that blocks its process", async () => {
    const order: string[] = [];
    const { receive, host } = first({ on: { "*": () => void order.push("handler") } });
    const reply = receive(delivery(body), host);
    // As a host does: what follows its answer takes some turns of promises.
    await reply
      .then(() => undefined)
      .then(() => undefined)
      .then(() => order.push("answer"));
    await Promise.all(host.works);
    expect(order).toEqual(["answer", "handler"]);
  });

  test("of a type without a handler is answered, and nothing is put off", async () => {
    const { receive, host, store, outcomes } = first({ on: { other: () => undefined } });
    expect(await receive(delivery(body), host)).toEqual(answered);
    expect(store.verbs()).toEqual(["claim", "complete"]);
    expect(told(outcomes)).toEqual([["ignored", 202, false]]);
    await Promise.all(host.works);
  });

  test("without a store is answered first as well", async () => {
    const { receive, host, begun } = first({ store: undefined });
    expect(await receive(delivery(body), host)).toEqual(answered);
    (await begun()).resolve(undefined);
    await Promise.all(host.works);
  });
});

describe("before the answer", () => {
  test.each([
    ["forged", delivery(body, { headers: { "x-signature": "00" } }), 401, "signature_mismatch"],
    ["unsigned", { method: "POST", url: "/", headers: {}, body }, 401, "signature_missing"],
    ["another method", { ...delivery(body), method: "PUT" }, 405, "method_not_allowed"],
    ["no JSON", delivery("no json"), 400, "payload_malformed"],
  ])("%s is refused as ever", async (_, incoming, status, code) => {
    const { receive, host, works, outcomes } = first();
    expect(await receive(incoming, host)).toMatchObject({
      status,
      body: JSON.stringify({ error: code }),
    });
    expect(outcomes).toMatchObject([{ kind: "refused", status, code, answeredFirst: false }]);
    await Promise.all(host.works);
    expect(works).toEqual([]);
  });

  test("what its schema refuses is 422, and the claim is freed", async () => {
    const validate = async () => ({ issues: [{ message: "no" }] });
    const schema = { "~standard": { version: 1 as const, vendor: "sample", validate } };
    const { receive, host, works, store } = first({ schema } as never);
    expect(await receive(delivery(body), host)).toEqual(refusal(422, "payload_invalid"));
    expect(store.verbs()).toEqual(["claim", "release"]);
    expect(works).toEqual([]);
  });

  test("a schema that takes too long is 503, and its handler runs late, as ever", async () => {
    const valid = deferred<{ value: unknown }>();
    const validate = () => valid.promise;
    const schema = { "~standard": { version: 1 as const, vendor: "sample", validate } };
    const { receive, host, begun, outcomes } = first({ schema, timeoutMs: 10 } as never);
    expect(await receive(delivery(body), host)).toEqual(refusal(503, "handler_timeout"));
    expect(host.ended()).toBe(0);
    valid.resolve({ value: 1 });
    (await begun()).resolve(undefined);
    await Promise.all(host.works);
    expect(told(outcomes)).toEqual([
      ["failed", 503, false],
      ["processed", 202, false],
    ]);
  });

  test("a store that is down is 503", async () => {
    const store = sampleStore({ claim: () => Promise.reject(new Error("gone")) });
    const { receive, host, works, outcomes } = first({ store });
    expect(await receive(delivery(body), host)).toEqual(refusal(503, "store_failed"));
    expect(told(outcomes)).toEqual([["failed", 503, false]]);
    await Promise.all(host.works);
    expect(works).toEqual([]);
  });

  test("a challenge is answered as ever", async () => {
    const { receive, host, outcomes } = first();
    const challenge = JSON.stringify({ type: "challenge", challenge: "abc" });
    expect(await receive(delivery(challenge), host)).toMatchObject({ status: 200, body: "<abc>" });
    expect(told(outcomes)).toEqual([["handshake", 200, false]]);
    await Promise.all(host.works);
  });
});

describe("a handler that outlives its time", () => {
  test("has its signal aborted; the host stays alive until it has ended", async () => {
    const { receive, host, store, begun, contexts, outcomes } = first({ timeoutMs: 10 });
    expect(await receive(delivery(body), host)).toEqual(answered);
    const { reject } = await begun();
    // Asked for after it was aborted, the signal says so too.
    await vi.waitFor(() => expect(contexts[0]?.signal.aborted).toBe(true));
    expect(isWebhookError(contexts[0]?.signal.reason)).toBe(true);
    expect(host.ended()).toBe(0);
    expect(store.verbs()).toEqual(["claim"]);
    reject(new Error("stopped"));
    await Promise.all(host.works);
    expect(store.verbs()).toEqual(["claim", "release"]);
    expect(outcomes.map(({ kind, code, late }) => [kind, code, late])).toEqual([
      ["answered", undefined, undefined],
      ["failed", "handler_timeout", undefined],
      ["failed", "handler_failed", true],
    ]);
  });

  test("and never ends: the host is kept until the lease has ended, and no longer", async () => {
    const { receive, host, works } = first({ timeoutMs: 10, store: undefined });
    await receive(delivery(eventBody("evt_0")), sampleHost());
    vi.useFakeTimers();
    try {
      expect(await receive(delivery(body), host)).toEqual(answered);
      await vi.advanceTimersByTimeAsync(4900);
      expect(works).toHaveLength(2);
      expect(host.ended()).toBe(0);
      await vi.advanceTimersByTimeAsync(200);
      expect(host.ended()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("may take as long as a clock can count", async () => {
    const { receive, host, begun } = first({ timeoutMs: 2_147_483_647 });
    await receive(delivery(body), host);
    const { resolve } = await begun();
    await new Promise((next) => setTimeout(next, 20));
    expect(host.ended()).toBe(0);
    resolve(undefined);
    await Promise.all(host.works);
  });
});

test("the host stays alive for onOutcome, which may note what has failed", async () => {
  const noted = deferred();
  const onOutcome = vi.fn(({ kind }: Outcome) => (kind === "failed" ? noted.promise : undefined));
  const { receive, host } = first({ onOutcome, on: { "*": () => Promise.reject(new Error("x")) } });
  await receive(delivery(body), host);
  await vi.waitFor(() => expect(onOutcome).toHaveBeenCalledTimes(2));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(host.ended()).toBe(0);
  noted.resolve();
  await Promise.all(host.works);
});
