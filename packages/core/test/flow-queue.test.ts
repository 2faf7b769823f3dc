import { createReceiver, isWebhookError, type Provider, type ReceiverOptions } from "@hooks/core";
import { describe, expect, test, vi } from "vitest";
import {
  delivery,
  duplicate,
  endpoint,
  eventBody,
  plain,
  received,
  refusal,
  secret,
} from "./sample-endpoint.ts";
import { bodyHmac, provider } from "./sample-providers.ts";
import { type SampleQueue, sampleQueue } from "./sample-queue.ts";
import { sampleStore } from "./sample-store.ts";

const body = eventBody();
const signal = new AbortController().signal;
const accepted = { ...received(), status: 202 };

/** A receiver with a queue, and what runs its jobs. */
function queued(options: Partial<ReceiverOptions> = {}, queue: SampleQueue = sampleQueue()) {
  const made = endpoint({ queue, ...options });
  const work = async (): Promise<readonly unknown[]> => {
    const results = [...queue.jobs.values()].map((job) => made.work(job, { signal }));
    return (await Promise.allSettled(results)).map((one) =>
      one.status === "rejected" ? one.reason : undefined,
    );
  };
  return { ...made, queue, workAll: work };
}

describe("a delivery to a receiver with a queue", () => {
  test("is answered 202 when it is a job, and its handler has not run", async () => {
    const { receive, events, outcomes, queue } = queued();
    expect(await receive(delivery(body))).toEqual(accepted);
    expect(events).toEqual([]);
    expect([...queue.jobs.keys()]).toEqual(["sample:default:evt_1"]);
    expect(outcomes.map(({ kind, status }) => [kind, status])).toEqual([["queued", 202]]);
  });

  test("reaches its handler as it was: bytes, id, type, time, headers", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"id":"evt_1","type":"paid","text":"$& '),
      Buffer.from('größe"}'),
    ]);
    const direct = endpoint();
    const { receive, events, workAll, outcomes } = queued();
    const sent = delivery(bytes, { headers: { "x-other": "1" } as never });
    await direct.receive(sent);
    expect((await receive(sent)).status).toBe(202);
    expect(await workAll()).toEqual([undefined]);
    const [straight, late] = [direct.events[0], events[0]];
    expect({ ...late, delivery: undefined }).toEqual({ ...straight, delivery: undefined });
    expect(Buffer.from(late?.delivery.body ?? [])).toEqual(bytes);
    expect(late?.delivery).toMatchObject({ method: "POST", url: "https://example.com/webhooks" });
    expect(late?.delivery.headers).toEqual({ "x-other": "1" });
    expect(outcomes.map(({ kind }) => kind)).toEqual(["queued", "processed"]);
  });

  test("is enqueued once, however often it comes, and told to be a duplicate", async () => {
    const { receive, queue, outcomes } = queued();
    await receive(delivery(body));
    expect(await receive(delivery(body))).toEqual({
      ...accepted,
      headers: { ...accepted.headers, ...duplicate },
    });
    expect(queue.jobs.size).toBe(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["queued", "duplicate"]);
  });

  test("with the id of another is refused, unless the provider's retries differ", async () => {
    const other = JSON.stringify({ id: "evt_1", type: "paid", more: true });
    const { receive } = queued();
    await receive(delivery(body));
    expect(await receive(delivery(other))).toEqual(refusal(422, "delivery_id_reused"));
    const lenient = queued({ provider: { ...plain, retriesDiffer: true } });
    await lenient.receive(delivery(body));
    expect((await lenient.receive(delivery(other))).status).toBe(202);
    expect(lenient.queue.jobs.size).toBe(1);
  });

  test("that is forged, malformed or of a type without a handler is not enqueued", async () => {
    const { receive, queue } = queued({ on: { other: () => undefined } });
    expect((await receive(delivery(body, { headers: { "x-signature": "00" } }))).status).toBe(401);
    expect((await receive(delivery("no json"))).status).toBe(400);
    expect(await receive(delivery(body))).toMatchObject({ status: 202 });
    expect(queue.jobs.size).toBe(0);
  });

  test("gets the answer that its provider demands", async () => {
    const acknowledge = { status: 200 as const, contentType: "text/plain", body: "[accepted]" };
    const { receive, queue } = queued({ provider: { ...plain, acknowledge } });
    expect(await receive(delivery(body))).toEqual({
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "[accepted]",
    });
    expect(queue.jobs.size).toBe(1);
  });
});

describe("a queue that fails", () => {
  test.each([
    ["before the job is there", { before: new Error("gone") }, 0],
    ["after the job is there", { after: new Error("gone") }, 1],
    ["with nothing", { before: undefined }, 0],
  ])("%s: 503, and the provider's next try is taken", async (_, fault, count) => {
    const store = sampleStore();
    const { receive, outcomes, queue } = queued({ store }, sampleQueue(fault));
    expect(await receive(delivery(body))).toEqual(refusal(503, "queue_failed"));
    expect(outcomes[0]).toMatchObject({ kind: "failed", code: "queue_failed" });
    expect(queue.jobs.size).toBe(count);
    expect(store.verbs()).toEqual(["claim", "release"]);
    const again = endpoint({ store, queue: sampleQueue() });
    expect((await again.receive(delivery(body))).status).toBe(202);
  });

  test("to answer in time: 503, and the claim is kept for its lease", async () => {
    const store = sampleStore();
    const enqueue = (): Promise<never> => new Promise(() => undefined);
    const { receive } = endpoint({ store, queue: { enqueue }, timeoutMs: 10 });
    expect(await receive(delivery(body))).toEqual(refusal(503, "handler_timeout"));
    expect(store.verbs()).toEqual(["claim"]);
  });
});

test("a claim is completed only when the job is durable", async () => {
  const store = sampleStore();
  const verbsAtEnqueueing: string[] = [];
  const queue = sampleQueue();
  const enqueue: SampleQueue["enqueue"] = (...args) => {
    verbsAtEnqueueing.push(...store.verbs());
    return queue.enqueue(...args);
  };
  const { receive } = endpoint({ store, queue: { enqueue } });
  await receive(delivery(body));
  expect(verbsAtEnqueueing).toEqual(["claim"]);
  expect(store.verbs()).toEqual(["claim", "complete"]);
});

test("no job holds what proves a delivery, which may be the secret itself", async () => {
  const sent = "a-secret-that-is-sent";
  const token: Provider = {
    ...provider({ signature: { scheme: "token", field: { header: "x-token" }, encoding: "utf8" } }),
    deliveryId: { json: "id" },
  };
  const inQuery: Provider = {
    ...provider({ signature: { scheme: "token", field: { query: "key" }, encoding: "utf8" } }),
    deliveryId: { json: "id" },
  };
  const cases = [
    [token, { headers: { "x-token": sent, "X-Other": "kept", cookie: sent } }],
    [inQuery, { url: `/hook?a=1&key=${encodeURIComponent(sent)}`, headers: { "X-Other": "kept" } }],
  ] as const;
  for (const [one, parts] of cases) {
    const queue = sampleQueue();
    const receiver = createReceiver({ provider: one, secret: sent, on: { "*": () => 1 }, queue });
    const reply = await receiver.receive({ method: "POST", url: "/hook", body, ...parts });
    expect(reply.status).toBe(202);
    const text = JSON.stringify([...queue.jobs.values()].map(({ data }) => data));
    expect(text).toContain("kept");
    expect(decodeURIComponent(text.replaceAll("+", " "))).not.toContain(sent);
  }
  const { receive, queue } = queued();
  await receive(delivery(body, { headers: { authorization: "Basic abc" } as never }));
  const [job] = queue.jobs.values();
  expect(job?.data.headers).toEqual({});
});

test.each([
  ["longer than queues take", "x".repeat(1000)],
  ["half a character", "\ud800"],
])("an id that is %s makes a job's id of fixed length", async (_, id) => {
  const { receive, queue } = queued();
  await receive(delivery(JSON.stringify({ id, type: "paid" })));
  await receive(delivery(JSON.stringify({ id: `${id}2`, type: "paid" })));
  const ids = [...queue.jobs.keys()];
  expect(ids.length).toBe(2);
  expect(ids[0]).toMatch(/^sample\+key:[\da-f]{64}$/);
});

test("the events of a batch are jobs of their own, and share the body's bytes", async () => {
  const batched: Provider = {
    ...provider({ signature: bodyHmac }),
    batch: { at: { json: "" }, deliveryId: { json: "id" }, eventType: { json: "type" } },
  };
  const text = '[{"id":"a","type":"t"},{"type":"u"},{"id":"c","type":"t"}]';
  const { receive, queue, events, workAll } = queued({ provider: batched });
  expect((await receive(delivery(text))).status).toBe(202);
  expect(queue.jobs.size).toBe(3);
  expect(await workAll()).toEqual([undefined, undefined, undefined]);
  expect(events.map(({ id, type, payload }) => [id, type, payload])).toEqual([
    ["a", "t", { id: "a", type: "t" }],
    [undefined, "u", { type: "u" }],
    ["c", "t", { id: "c", type: "t" }],
  ]);
  for (const event of events) expect(Buffer.from(event.delivery.body).toString()).toBe(text);
});

describe("the handler of a job", () => {
  const named = (name: string): Error => Object.assign(new Error("x"), { name, code: "own" });

  test("that fails has the queue try again, and is reported", async () => {
    const cause = new Error("broken");
    const { receive, outcomes, workAll } = queued({ on: { "*": () => Promise.reject(cause) } });
    await receive(delivery(body));
    const [error] = await workAll();
    expect(isWebhookError(error) && [error.code, error.cause]).toEqual(["handler_failed", cause]);
    expect(outcomes[1]).toMatchObject({ kind: "failed", code: "handler_failed", id: "evt_1" });
  });

  test("may ask to be tried again by a reply, and by no other answer than a failure", async () => {
    const answer = (status: number) => {
      const reply = { status, headers: {}, body: "mine" };
      return queued({ on: { "*": () => reply } });
    };
    for (const [status, kind] of [
      [499, "processed"],
      [500, "failed"],
      [599, "failed"],
    ] as const) {
      const { receive, outcomes, workAll } = answer(status);
      await receive(delivery(body));
      const code = kind === "failed" ? "handler_failed" : undefined;
      const [error] = await workAll();
      expect(isWebhookError(error) ? error.code : error).toBe(code);
      expect(outcomes[1]).toMatchObject({ kind, code });
    }
  });

  test("that returns what can't be sent has done its work, and is reported", async () => {
    const reply = { status: 500, headers: { "a b": "c" }, body: "mine" };
    const { receive, outcomes, workAll } = queued({ on: { "*": () => reply } });
    await receive(delivery(body));
    expect(await workAll()).toEqual([undefined]);
    expect(outcomes[1]).toMatchObject({ kind: "processed", error: { code: "option_invalid" } });
  });

  test.each(["RetryLater", "DeadNow"])("may speak to the queue by a %s", async (name) => {
    const said = named(name);
    const { receive, workAll } = queued({ on: { "*": () => Promise.reject(said) } });
    await receive(delivery(body));
    expect(await workAll()).toEqual([said]);
  });

  test("is not asked for what its schema refuses, which is dead at once", async () => {
    const run = vi.fn();
    const schema = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: () => ({ issues: [{ message: "no" }] }),
      },
    };
    const { receive, workAll, outcomes } = queued({ schema, on: { "*": run } } as never);
    expect((await receive(delivery(body))).status).toBe(202);
    expect(await workAll()).toMatchObject([{ name: "DeadNow", code: "payload_invalid" }]);
    expect(run).not.toHaveBeenCalled();
    expect(outcomes[1]).toMatchObject({ kind: "refused", code: "payload_invalid" });
  });

  test("gets the signal of its worker", async () => {
    const signals: AbortSignal[] = [];
    const on = {
      "*": (_: unknown, context: { signal: AbortSignal }) => signals.push(context.signal),
    };
    const { receive, workAll } = queued({ on });
    await receive(delivery(body));
    await workAll();
    expect(signals).toEqual([signal]);
  });

  test.each([undefined, null, 5, {}, { provider: "other" }])(
    "is not run for another receiver's job: %j",
    async (data) => {
      const { work, events } = queued();
      const job = { data, body: Buffer.from(body) };
      await expect(work(job, { signal })).rejects.toMatchObject({ code: "option_invalid" });
      expect(events).toEqual([]);
    },
  );
});

test.each([{}, 5, { enqueue: 1 }])("a queue that is none: %j", (queue) => {
  const options = { provider: plain, secret, on: {}, queue } as unknown as ReceiverOptions;
  expect(() => createReceiver(options)).toThrow(
    expect.objectContaining({ code: "option_invalid" }),
  );
});
