import { createReceiver, type Handler, type Outcome, type Provider, sign } from "@hooks/core";
import { expect, test } from "vitest";
import { memoryStore } from "../src/index.ts";

const provider: Provider = {
  id: "sample",
  name: "Sample",
  docs: "https://example.com/docs",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};

const secret = "the secret of this test";

const deliver = (id: string, more: object = {}) =>
  sign(provider, { secret, body: JSON.stringify({ id, type: "thing.done", ...more }) });

function receiverOf(handler: Handler) {
  const store = memoryStore({ maxEntries: 2 });
  const outcomes: Outcome[] = [];
  const onOutcome = (outcome: Outcome) => outcomes.push(outcome);
  const on = { "thing.done": handler };
  return { store, outcomes, ...createReceiver({ provider, secret, store, onOutcome, on }) };
}

test("of two at once, one is handled and one is told to come again", async () => {
  let runs = 0;
  let finish: (() => void) | undefined;
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { receive } = receiverOf(async () => {
    runs++;
    await work;
  });
  const first = receive(await deliver("1"));
  const second = await receive(await deliver("1"));
  expect(second.status).toBe(409);
  expect(Number(second.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect(Number(second.headers["retry-after"])).toBeLessThanOrEqual(30);
  finish?.();
  expect((await first).status).toBe(200);
  expect(runs).toBe(1);
});

test("after a failing handler the next try runs again", async () => {
  let runs = 0;
  const { receive } = receiverOf(() => {
    if (++runs === 1) throw new Error("not yet");
  });
  expect((await receive(await deliver("1"))).status).toBe(500);
  expect((await receive(await deliver("1"))).status).toBe(200);
  expect((await receive(await deliver("1"))).headers["webhook-duplicate"]).toBe("true");
  expect(runs).toBe(2);
});

test("a duplicate gets the recorded reply", async () => {
  let runs = 0;
  const body = Uint8Array.of(0, 255, 128, ++runs);
  const { receive } = receiverOf(() => ({
    status: 202,
    headers: { "x-run": String(++runs) },
    body,
  }));
  const first = await receive(await deliver("1"));
  body.fill(7);
  const second = await receive(await deliver("1"));
  expect(first).toMatchObject({ status: 202, headers: { "x-run": "2" } });
  expect(second).toEqual({
    status: 202,
    headers: { "x-run": "2", "webhook-duplicate": "true" },
    body: Uint8Array.of(0, 255, 128, 1),
  });
  expect(runs).toBe(2);
});

test("an id that comes again with another body is refused", async () => {
  const { receive } = receiverOf(() => undefined);
  expect((await receive(await deliver("1"))).status).toBe(200);
  expect((await receive(await deliver("1", { other: true }))).status).toBe(422);
});

test("a store that is full of live claims answers 503", async () => {
  const { receive, store, outcomes } = receiverOf(() => undefined);
  for (const key of ["a", "b"]) store.claim(key, { leaseMs: 60_000 });
  expect((await receive(await deliver("1"))).status).toBe(503);
  expect(outcomes.map(({ code }) => code)).toEqual(["store_failed"]);
});
