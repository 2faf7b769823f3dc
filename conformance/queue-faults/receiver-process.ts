/** One receiver: Express, and a queue in which its events are before it answers. A program of its own. */
import type { AddressInfo } from "node:net";
import { createReceiver, type EventQueue, type Store, toExpress } from "@hooks/express";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import express from "express";
import { host, secret, storeTimeoutMs } from "../faults/settings.ts";
import { defectOf } from "./defects.ts";
import { Journal } from "./journal.ts";
import { openQueue, type QueuePlace } from "./open-queue.ts";
import { orderOf } from "./planned-event.ts";
import { readSetup } from "./process-setup.ts";
import { receiverTimeoutMs } from "./settings.ts";

const { name, index, journalDir, place, defect } = readSetup();
const journal = new Journal(journalDir, name);

function journaled(queue: EventQueue): EventQueue {
  return {
    enqueue: async (job, options) => {
      const order = orderOf(job.body);
      const facts = { order: order.order };
      journal.dieAt("before it was enqueued", order);
      journal.write("enqueueing asked", facts);
      const enqueued = await queue.enqueue(job, options);
      journal.write("enqueueing answered", facts);
      journal.dieAt("after it was enqueued, before the answer", order);
      return enqueued;
    },
  };
}

async function openStore({ kind, port }: QueuePlace): Promise<Store> {
  if (kind === "SQLite") return (await import("@hooks/store-memory")).memoryStore();
  const { Redis } = await import("ioredis");
  const client = new Redis(port, host);
  client.on("error", () => undefined);
  return (await import("@hooks/store-redis")).redisStore(client);
}

const { spoilQueue = (queue: EventQueue) => queue } = defectOf(defect);
const receiver = createReceiver({
  provider: standardWebhooks,
  secret,
  queue: spoilQueue(journaled((await openQueue(place)) as EventQueue)),
  on: {
    "order.paid": () => {
      throw new Error("a receiver with a queue runs no handler");
    },
  },
  ...(index % 2 === 1 && {
    store: await openStore(place),
    storeTimeoutMs,
    timeoutMs: receiverTimeoutMs,
  }),
});

const app = express().post("/", toExpress(receiver));
const server = app.listen(0, host, () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on("disconnect", () => process.exit());
