import type { Incoming, Outcome } from "@hooks/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { delivery, endpoint, eventBody } from "./sample-endpoint.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  process.on("unhandledRejection", note);
});

afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

const boom = () => {
  throw new Error("boom");
};

/** Something of every kind of outcome. */
const incomings: readonly (readonly [kind: string, incoming: Incoming])[] = [
  ["processed", delivery(body)],
  ["duplicate", delivery(body)],
  ["refused", delivery(eventBody("evt_1", "other"))],
  ["ignored", delivery(eventBody("evt_2", "unknown"))],
  ["handshake", delivery('{"type":"challenge","challenge":"abc"}')],
  ["refused", delivery(body, { method: "GET" })],
  ["refused", delivery(body, { headers: { "x-signature": "" } })],
  ["refused", delivery("no JSON")],
  ["failed", delivery(eventBody("evt_3", "failing"))],
  ["failed", delivery("", { body: {} as never })],
];

const on = { paid: () => undefined, failing: boom };

test("each delivery is reported exactly once, and its status is the reply's", async () => {
  const { receive, outcomes } = endpoint({ on, store: sampleStore() });
  for (const [i, [kind, incoming]] of incomings.entries()) {
    const { status } = await receive(incoming);
    expect(outcomes).toHaveLength(i + 1);
    expect(outcomes[i]).toMatchObject({ kind, status, provider: "sample" });
    expect(outcomes[i]?.durationMs).toBeGreaterThanOrEqual(0);
    expect(outcomes[i]?.late).toBeUndefined();
    expect(outcomes[i]?.code).toBe(outcomes[i]?.error?.code);
  }
});

describe.each<[string, (outcome: Outcome) => unknown]>([
  ["throws", boom],
  ["rejects", () => Promise.reject(new Error("boom"))],
  ["rejects with undefined", () => Promise.reject(undefined)],
  ["never ends", () => new Promise(() => undefined)],
  [
    "gives a thenable that throws",
    // biome-ignore lint/suspicious/noThenProperty: it is what is tested
    () => ({ then: boom }),
  ],
  ["changes the outcome", (outcome) => Object.assign(outcome, { status: 500, kind: "failed" })],
])("an onOutcome that %s", (_, react) => {
  test("changes no reply, and is called once for each", async () => {
    let calls = 0;
    // Not a mock: those handle the rejections of what they give back.
    const onOutcome = (outcome: Outcome): unknown => {
      calls += 1;
      return react(outcome);
    };
    const told = endpoint({ on, store: sampleStore(), onOutcome });
    const untold = endpoint({ on, store: sampleStore(), onOutcome: undefined });
    for (const [i, [, incoming]] of incomings.entries()) {
      expect(await told.receive(incoming)).toEqual(await untold.receive(incoming));
      expect(calls).toBe(i + 1);
    }
  });
});

test("an onOutcome that throws frees no claim and makes no handler run again", async () => {
  const store = sampleStore();
  const run = vi.fn();
  const { receive } = endpoint({ on: { "*": run }, store, onOutcome: boom });
  await receive(delivery(body));
  await receive(delivery(body));
  expect(run).toHaveBeenCalledTimes(1);
  expect(store.verbs()).toEqual(["claim", "complete", "claim"]);
});

test("an outcome holds no payload, secret or signature", async () => {
  const { receive, outcomes } = endpoint({ secret: "the-secret", on, store: sampleStore() });
  const secretive = JSON.stringify({ id: "evt_9", type: "failing", card: "card 4242" });
  const { headers } = delivery(secretive);
  await receive(delivery(secretive));
  await receive(delivery(secretive, { headers: { "x-signature": "the-signature" } }));
  const told = outcomes.map(({ error, ...rest }) => [
    rest,
    error?.message,
    String(error?.cause),
    error?.stack,
  ]);
  const text = JSON.stringify(told);
  for (const hidden of ["card 4242", "the-secret", "the-signature", ...Object.values(headers)]) {
    expect(text).not.toContain(hidden);
  }
  expect(outcomes).toHaveLength(2);
});
