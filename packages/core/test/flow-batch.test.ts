import { createHash } from "node:crypto";
import type { Batch, Provider } from "@hooks/core";
import { describe, expect, test } from "vitest";
import { delivery, endpoint, refusal } from "./sample-endpoint.ts";
import { bodyHmac, provider } from "./sample-providers.ts";
import { sampleStore } from "./sample-store.ts";

const whole = { json: "" };

function batched(batch: Partial<Batch> = {}): Provider {
  const fields = { deliveryId: { json: "id" }, eventType: { json: "type" } } as const;
  const declared = { at: whole, ...fields, ...batch };
  return {
    ...provider({ signature: bodyHmac, deliveryId: { json: "batch_id" } }),
    batch: declared,
  };
}

const events = (...ids: readonly string[]) => ids.map((id) => ({ id, type: `type-${id}` }));
const bodyOf = (list: unknown): string => JSON.stringify(list);

describe("a batch", () => {
  test("is its events, each by itself and in their order", async () => {
    const { receive, events: got, outcomes } = endpoint({ provider: batched() });
    const body = bodyOf(events("a", "b", "c"));
    expect(await receive(delivery(body))).toMatchObject({ status: 200 });
    expect(got.map(({ id, type, payload }) => [id, type, payload])).toEqual([
      ["a", "type-a", { id: "a", type: "type-a" }],
      ["b", "type-b", { id: "b", type: "type-b" }],
      ["c", "type-c", { id: "c", type: "type-c" }],
    ]);
    expect(Buffer.from(got[1]?.delivery.body ?? "").toString()).toBe(body);
    expect(outcomes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "processed a",
      "processed b",
      "processed c",
    ]);
  });

  test.each<[string, Batch["at"], string, string]>([
    ["in a property", { json: "data.events" }, bodyOf({ data: { events: events("a") } }), "a"],
    [
      "in a form",
      { form: "events", json: "" },
      `events=${encodeURIComponent(bodyOf(events("a")))}`,
      "a",
    ],
  ])("can be %s", async (_, at, body, id) => {
    const { receive, events: got } = endpoint({ provider: batched({ at }) });
    expect((await receive(delivery(body))).status).toBe(200);
    expect(got.map((event) => event.id)).toEqual([id]);
  });

  test("that is empty is answered, and nothing runs", async () => {
    const { receive, events: got } = endpoint({ provider: batched() });
    expect((await receive(delivery("[]"))).status).toBe(200);
    expect(got).toEqual([]);
  });

  test.each(["{}", "null", '"text"', "5", "no json", '{"length":1}', `[${"0,".repeat(10_000)}0]`])(
    "that is no list, or too long a one, is malformed: %s",
    async (body) => {
      const { receive, events: got } = endpoint({ provider: batched() });
      expect(await receive(delivery(body))).toEqual(refusal(400, "payload_malformed"));
      expect(got).toEqual([]);
    },
  );

  test("that is forged runs nothing", async () => {
    const { receive, events: got } = endpoint({ provider: batched() });
    const forged = { ...delivery(bodyOf(events("a"))), headers: { "x-signature": "00" } };
    expect(await receive(forged)).toEqual(refusal(401, "signature_mismatch"));
    expect(got).toEqual([]);
  });

  test("that failed in part runs only what has not, when it comes again", async () => {
    const runs: string[] = [];
    let isBroken = true;
    const { receive, outcomes } = endpoint({
      provider: batched(),
      store: sampleStore(),
      on: {
        "*": ({ id }) => {
          runs.push(id ?? "");
          if (id === "b" && isBroken) throw new Error("broken");
        },
      },
    });
    const body = bodyOf(events("a", "b", "c"));
    expect(await receive(delivery(body))).toEqual(refusal(500, "handler_failed"));
    isBroken = false;
    const partly = await receive(delivery(body));
    expect(partly.status).toBe(200);
    expect(partly.headers).not.toHaveProperty("webhook-duplicate");
    expect(runs).toEqual(["a", "b", "c", "b"]);
    const again = await receive(delivery(body));
    expect(again).toMatchObject({ status: 200, headers: { "webhook-duplicate": "true" } });
    expect(runs).toHaveLength(4);
    expect(outcomes.map(({ kind }) => kind).slice(3)).toEqual([
      "duplicate",
      "processed",
      "duplicate",
      "duplicate",
      "duplicate",
      "duplicate",
    ]);
  });

  test("is answered by the worst that happened: our failure before the sender's", async () => {
    const failing = (id: string | undefined) => {
      if (id === "invalid") return { status: 422, headers: {}, body: "no" };
      if (id === "broken") throw new Error("broken");
      return undefined;
    };
    const { receive } = endpoint({ provider: batched(), on: { "*": ({ id }) => failing(id) } });
    const statusOf = async (...ids: string[]) =>
      (await receive(delivery(bodyOf(events(...ids))))).status;
    expect(await statusOf("fine", "invalid", "fine")).toBe(422);
    expect(await statusOf("invalid", "broken", "fine")).toBe(500);
    expect(await statusOf("broken", "invalid")).toBe(500);
  });

  test("has one time limit for all of its events; what is left over comes again", async () => {
    const runs: string[] = [];
    const { receive } = endpoint({
      provider: batched(),
      timeoutMs: 60,
      on: {
        "*": async ({ id }) => {
          runs.push(id ?? "");
          await new Promise((resolve) => setTimeout(resolve, 40));
        },
      },
    });
    const reply = await receive(delivery(bodyOf(events(..."abcdefghij"))));
    expect(reply).toEqual(refusal(503, "handler_timeout"));
    expect(runs).not.toContain("j");
  });
});

describe("events without an id", () => {
  test("are known by their place in the batch; two that hold the same are two", async () => {
    const store = sampleStore();
    const { receive, events: got } = endpoint({ provider: batched(), store });
    const list = [{ type: "paid" }, { type: "paid" }, { type: "refunded" }];
    expect((await receive(delivery(bodyOf(list)))).status).toBe(200);
    expect(got).toHaveLength(3);
    expect((await receive(delivery(bodyOf(list)))).status).toBe(200);
    expect(got).toHaveLength(3);
    expect((await receive(delivery(bodyOf([{ type: "paid" }])))).status).toBe(200);
    expect(got).toHaveLength(4);
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const digest = sha256(`${sha256(bodyOf(list))}#2`);
    expect(store.keys().some((key) => key.endsWith(`+body:${digest}`))).toBe(true);
  });

  test("are those of another batch when its id is another, unless bodies tell deliveries apart", async () => {
    for (const [claimBy, runs] of [
      ["id", 2],
      ["body", 1],
    ] as const) {
      const batch = { at: { json: "events" } } as const;
      const inHeader = { ...batched(batch), deliveryId: { header: "x-id" } };
      const options = { provider: inHeader, store: sampleStore(), claimBy };
      const { receive, events: got } = endpoint(options);
      const body = bodyOf({ events: [{ type: "x" }] });
      const sent = (id: string) => receive(delivery(body, { headers: { "x-id": id } }));
      expect((await sent("1")).headers).not.toHaveProperty("webhook-duplicate");
      expect((await sent("1")).headers).toHaveProperty("webhook-duplicate", "true");
      await sent("2");
      expect(got).toHaveLength(runs);
    }
  });

  test("do not take over the batch's own", async () => {
    const { receive, events: got } = endpoint({ provider: batched({ at: { json: "events" } }) });
    await receive(delivery(bodyOf({ batch_id: "b1", events: [{ type: "x" }, { id: "e1" }] })));
    expect(got.map(({ id, type }) => [id, type])).toEqual([
      [undefined, "x"],
      ["e1", undefined],
    ]);
  });
});

describe("an acknowledgement", () => {
  const acknowledged: Provider = {
    ...provider({ signature: bodyHmac, deliveryId: { json: "id" } }),
    acknowledge: { status: 202, contentType: "text/plain", body: "[accepted]" },
  };
  const answer = { status: 202, headers: { "content-type": "text/plain" }, body: "[accepted]" };

  test("stands in for the default answer, for a duplicate as well", async () => {
    const { receive } = endpoint({ provider: acknowledged, store: sampleStore() });
    expect(await receive(delivery('{"id":"1"}'))).toEqual(answer);
    expect(await receive(delivery('{"id":"1"}'))).toEqual({
      ...answer,
      headers: { ...answer.headers, "webhook-duplicate": "true" },
    });
  });

  test("does not stand in for a handler's own, nor for a refusal", async () => {
    const own = { status: 200, headers: {}, body: "mine" };
    const { receive } = endpoint({ provider: acknowledged, on: { "*": () => own } });
    expect(await receive(delivery("{}"))).toEqual(own);
    const forged = { ...delivery("{}"), headers: {} };
    expect(await receive(forged)).toEqual(refusal(401, "signature_missing"));
  });

  test("can be empty", async () => {
    const { receive } = endpoint({ provider: { ...acknowledged, acknowledge: { status: 204 } } });
    expect(await receive(delivery("{}"))).toEqual({ status: 204, headers: {}, body: null });
  });
});
