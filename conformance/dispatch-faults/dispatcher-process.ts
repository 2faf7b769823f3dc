/** One process of a dispatcher: publishes what it is told, or delivers, or both, and keeps a journal. A program of its own. */
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createDispatcher, type EndpointSource } from "@hooks/dispatcher";
import type { JobHandler, Queue } from "@hooks/queue";
import { createSender, type Endpoint, type Sender } from "@hooks/sender";
import { host } from "../faults/settings.ts";
import { Journal } from "../queue-faults/journal.ts";
import { openQueue } from "../queue-faults/open-queue.ts";
import { readSetup, type TrialSetup } from "../queue-faults/process-setup.ts";
import { reach, reachOften } from "../queue-faults/reach-often.ts";
import { leaseMs } from "../queue-faults/settings.ts";
import { defectOf } from "./defects.ts";
import type { PlannedEvent } from "./planned-event.ts";
import { concurrency, deadlineMs, deadlyAfterMs, reservedForFirst } from "./settings.ts";

/** What such a process is told. */
export interface DispatcherSetup extends TrialSetup {
  readonly publishes: boolean;
  readonly works: boolean;
  readonly endpoints: readonly Endpoint[];
}

/** One attempt, under the name by which its request is known at the endpoint. */
interface Run {
  readonly run: string;
  code?: string;
}

const setup = readSetup<DispatcherSetup>();
const { name, journalDir, place, defect, publishes, works } = setup;
const { spoilQueue, spoilSender, spoilHandler, spoilOptions, spoilEndpoint } = defectOf(defect);
const journal = new Journal(journalDir, name);
const runs = new AsyncLocalStorage<Run>();
let runCount = 0;

const deadlyOf = (body: Uint8Array = new Uint8Array()) =>
  (JSON.parse(Buffer.from(body).toString()) as PlannedEvent).data;

const endpoints = new Map(
  setup.endpoints.map((one) => [one.id, spoilEndpoint?.(one) ?? one] as const),
);
const source: EndpointSource = {
  forType: () => endpoints.values(),
  find: (id) => {
    const endpoint = endpoints.get(id);
    const run = runs.getStore()?.run;
    return endpoint && run !== undefined ? { ...endpoint, headers: { "x-run": run } } : endpoint;
  },
};

function journaledSender(sender: Sender): Sender {
  return {
    ...sender,
    attempt: async (...given) => {
      const attempt = await sender.attempt(...given);
      const run = runs.getStore();
      if (run) {
        run.code = attempt.code;
        journal.write("attempted", { run: run.run, code: attempt.code });
      }
      return attempt;
    },
  };
}

function journaledHandler(handler: JobHandler): JobHandler {
  return async (job, context) => {
    const { endpointId } = Object(job.data) as { readonly endpointId?: string };
    const deadly = deadlyOf(job.body);
    journal.dieAt("before its attempt", deadly);
    const run: Run = { run: `${name}.${++runCount}` };
    const order = `${deadly.order}.${endpointId}`;
    const facts = { order, run: run.run, attempt: context.attempt };
    journal.write("handler started", facts);
    const death = setTimeout(() => journal.dieAt("in its attempt", deadly), deadlyAfterMs);
    try {
      return await runs.run(run, () => handler(job, context));
    } finally {
      clearTimeout(death);
      const isDelivered = run.code === "delivered";
      journal.write(isDelivered ? "handler ended" : "handler threw", facts);
      if (isDelivered) journal.dieAt("after its attempt, before that was recorded", deadly);
    }
  };
}

function journaledQueue(queue: Queue): Queue {
  return {
    ...queue,
    enqueueAll: async (jobs) => {
      const deadly = deadlyOf(jobs[0]?.body);
      journal.dieAt("before it was enqueued", deadly);
      journal.write("enqueueing asked", { order: deadly.order });
      const enqueued = await queue.enqueueAll(jobs);
      journal.write("enqueueing answered", { order: deadly.order });
      journal.dieAt("after it was enqueued, before publish resolved", deadly);
      return enqueued;
    },
    process: (handler, options = {}) => {
      const journaled = journaledHandler(handler);
      return queue.process(
        spoilHandler?.(journaled) ?? journaled,
        spoilOptions?.(options) ?? options,
      );
    },
  };
}

const queue = await openQueue(place);
const journaled = journaledQueue(queue);
const sender = createSender({
  allowHttp: true,
  guard: { allow: [{ cidr: `${host}/32` }], onAllow: () => undefined },
  deadlineMs,
  // Nothing is to be given up: each attempt may be ended by a fault.
  schedule: [0, ...Array<number>(80).fill(150)],
  breaker: { windowMs: 20_000, halfOpenAfterMs: 1000 },
  endpointPolicy: { slowMs: 2000 },
});
const dispatcher = createDispatcher({
  sender: journaledSender(spoilSender?.(sender) ?? sender),
  queue: spoilQueue?.(journaled) ?? journaled,
  endpoints: source,
});

async function publish(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const { timestamp, ...event } = JSON.parse(Buffer.concat(chunks).toString()) as PlannedEvent;
  const published = await dispatcher.publish({ ...event, timestamp: new Date(timestamp) });
  journal.write("published", { order: event.id });
  return published;
}

function serve(): Promise<number> {
  const server = createServer((req, res) => {
    const answer = req.method === "POST" ? publish(req) : queue.counts();
    answer.then(
      (found) => res.end(JSON.stringify(found)),
      () => res.writeHead(503).end(),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

await reach(queue, journal);
if (works) dispatcher.start({ concurrency, reservedForFirst, leaseMs });
process.send?.(publishes ? await serve() : 0);
process.on("disconnect", () => process.exit());
await reachOften(queue, journal);
