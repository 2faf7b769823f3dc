/** A receiver answers when its event is durable here, and its handlers run from here, in whichever process. */
import { createReceiver, type Outcome, type Provider, sign, type WebhookEvent } from "@hooks/core";
import { type Queue, RetryLater } from "@hooks/queue";
import { memoryQueue } from "@hooks/queue-memory";
import { afterEach, describe, expect, test, vi } from "vitest";
import { sqliteQueue } from "../src/index.ts";
import { temporaryFile } from "./temporary-file.ts";

const provider: Provider = {
  id: "sample",
  name: "Sample",
  docs: "https://example.com/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "x-signature", split: ",", prefix: "t=", unit: "s" },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
const secret = "a secret of the tests";
const bytes = Uint8Array.from([...Buffer.from('{"id":"evt_1","type":"paid","text":"größe"}')]);
const patience = { timeout: 20_000 };

const queues: Queue[] = [];
const removers: (() => void)[] = [];
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.close({ timeoutMs: 1000 });
  for (const remove of removers.splice(0)) remove();
});

function inFile(): Queue {
  const { path, remove } = temporaryFile();
  removers.push(remove);
  return sqliteQueue({ path });
}

function opened(queue: Queue): Queue {
  queues.push(queue);
  return queue;
}

const kinds = [
  ["memory", () => memoryQueue()],
  ["SQLite", inFile],
] as const;

describe.each(kinds)("a receiver with a queue in %s", (_, create) => {
  function setUp(handler: (event: WebhookEvent) => unknown) {
    const queue = opened(create());
    const outcomes: Outcome[] = [];
    const receiver = createReceiver({
      provider,
      secret,
      queue,
      on: { paid: handler },
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    const deliver = async (timestamp = new Date()) =>
      receiver.receive(await sign(provider, { secret, body: bytes, timestamp }));
    return { queue, receiver, outcomes, deliver };
  }

  test("answers 202 before the handler runs, and runs it once for many tries", async () => {
    const events: WebhookEvent[] = [];
    const { queue, receiver, outcomes, deliver } = setUp((event) => void events.push(event));
    const first = await deliver();
    const second = await deliver(new Date(Date.now() - 5000));
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.headers["webhook-duplicate"]).toBe("true");
    expect(events).toEqual([]);
    queue.process(receiver.work);
    await vi.waitUntil(async () => (await queue.counts()).completed === 1, patience);
    expect(events.map(({ id, type, payload }) => [id, type, payload])).toEqual([
      ["evt_1", "paid", { id: "evt_1", type: "paid", text: "größe" }],
    ]);
    expect(Uint8Array.from(events[0]?.delivery.body ?? [])).toEqual(bytes);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["queued", "duplicate", "processed"]);
    expect((await deliver()).headers["webhook-duplicate"]).toBe("true");
  });

  test("has a failing handler tried again, by the queue's schedule and by its own word", async () => {
    let runs = 0;
    const { queue, receiver, deliver } = setUp(() => {
      runs += 1;
      if (runs === 1) throw new Error("not yet");
      if (runs === 2) throw new RetryLater({ delayMs: 1, code: "later" });
    });
    await deliver();
    queue.process(receiver.work, { retry: { delaysMs: [1, 1, 1] } });
    await vi.waitUntil(async () => (await queue.counts()).completed === 1, patience);
    expect(runs).toBe(3);
  });

  test("leaves what can't be handled with the dead, under its code", async () => {
    const { queue, receiver, deliver } = setUp(() => {
      throw new Error("never");
    });
    await deliver();
    queue.process(receiver.work, { retry: { delaysMs: [] } });
    await vi.waitUntil(async () => (await queue.counts()).dead === 1, patience);
    const [job] = (await queue.dead()).jobs;
    expect(job?.lastFailure?.code).toBe("handler_failed");
    expect(JSON.stringify(job)).not.toContain("never");
  });
});
