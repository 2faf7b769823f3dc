/** One worker: runs the handlers of what is in the queue, and keeps a journal. A program of its own. */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createReceiver } from "@hooks/express";
import { standardWebhooks } from "@hooks/providers/standard-webhooks";
import type { JobHandler } from "@hooks/queue";
import { secret } from "../faults/settings.ts";
import { defectOf } from "./defects.ts";
import { Journal } from "./journal.ts";
import { openQueue } from "./open-queue.ts";
import { type Order, orderOf } from "./planned-event.ts";
import { readSetup } from "./process-setup.ts";
import { reach, reachOften } from "./reach-often.ts";
import { concurrency, leaseMs } from "./settings.ts";

const { name, journalDir, place, defect } = readSetup();
const journal = new Journal(journalDir, name);
const attempts = new AsyncLocalStorage<{ readonly run: string; readonly attempt: number }>();
let runCount = 0;

async function handleOrder(order: Order): Promise<void> {
  const attempt = attempts.getStore();
  if (!attempt) throw new Error("no job is being worked on");
  const facts = { order: order.order, ...attempt };
  journal.write("handler started", facts);
  await sleep(order.handlerMs / 2);
  journal.dieAt("in its handler", order);
  await sleep(order.handlerMs / 2);
  if (attempt.attempt <= order.failures) {
    journal.write("handler threw", facts);
    throw new Error("this attempt was to fail");
  }
  journal.write("handler ended", facts);
}

const queue = await openQueue(place);
const receiver = createReceiver<{ "order.paid": Order }>({
  provider: standardWebhooks,
  secret,
  queue,
  on: { "order.paid": ({ payload }) => handleOrder(payload) },
});

const work: JobHandler = async (job, context) => {
  const attempt = { run: `${name}.${++runCount}`, attempt: context.attempt };
  await attempts.run(attempt, () => receiver.work(job, context));
  journal.dieAt("after its handler, before that was recorded", orderOf(job.body));
};

const { spoilHandler, spoilOptions } = defectOf(defect);
const options = {
  concurrency,
  leaseMs,
  // Nothing is to be given up: each attempt may be ended by a fault.
  retry: { delaysMs: Array<number>(60).fill(50) },
};
await reach(queue, journal);
queue.process(spoilHandler?.(work) ?? work, spoilOptions?.(options) ?? options);
process.send?.(0);
process.on("disconnect", () => process.exit());
await reachOften(queue, journal);
