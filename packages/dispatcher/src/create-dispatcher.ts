import type { QueueWorker } from "@hooks/queue";
import type { EventInput, EventsByType, Sender } from "@hooks/sender";
import { deliverer } from "./deliver.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { DispatcherError } from "./dispatcher-error.ts";
import type { DispatcherOptions, StartOptions } from "./dispatcher-options.ts";
import { endpointSource } from "./endpoint-source.ts";
import { fanOut } from "./fan-out.ts";
import { healthOf } from "./health.ts";
import { LaneKeeper } from "./lane-keeper.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import { Relay } from "./relay.ts";
import { replay } from "./replay.ts";
import { quietly } from "./report.ts";

const hourMs = 3_600_000;
const defaultConcurrency = 100;

/** For attempts that ended without the sender's say; more of them than any schedule of the sender has. */
const retry = {
  delaysMs: [5000, 300_000, 1_800_000, ...Array<number>(100).fill(2 * hourMs)],
};

/** The codes of deliveries that were given up because nothing was to be sent to the endpoint. */
const missedCodes = ["endpoint_disabled", "endpoint_inactive", "endpoint_unknown", "gone"];

/**
 * Makes a dispatcher.
 *
 * @throws SenderError `endpoint_invalid`, `secret_invalid`; DispatcherError `option_invalid`
 */
export function createDispatcher<Events extends EventsByType = EventsByType>(
  options: DispatcherOptions<Events>,
): Dispatcher<Events> {
  const { queue, attempts, now = Date.now } = options;
  // Its types are those of `publish`; within, an event is an event.
  const sender = options.sender as unknown as Sender;
  const tell = quietly(options.onReport);
  const source = endpointSource(options.endpoints, sender);
  const outbox = options.outbox && new Outbox(options.outbox);
  const onError = (error: unknown): void => tell({ type: "lane.failed", error });
  const lanes = new LaneKeeper({ queue, sender, now, onError });
  const parts = { sender, queue, source, attempts, lanes, now, tell };
  let worker: QueueWorker | undefined;
  let relay: Relay | undefined;

  const publish: Dispatcher["publish"] = async (event: EventInput, { tenant, tx } = {}) => {
    if (!tx) return fanOut(parts, event, tenant);
    if (!outbox) throw new DispatcherError("option_missing", "tx needs the option outbox");
    return { eventId: await outbox.add(tx, event, tenant, sender), added: 0, known: 0 };
  };

  const start = (given: StartOptions = {}): void => {
    if (worker) throw new DispatcherError("option_invalid", "the dispatcher is started already");
    const { concurrency = defaultConcurrency, relay: relays = true, ...leases } = given;
    worker = queue.process(deliverer(parts), {
      ...leases,
      concurrency,
      retry,
      onStorageError: (error) => tell({ type: "queue.failed", error }),
    });
    if (!outbox || !relays) return;
    const publishEntry = ({ event, tenant }: OutboxEntry) => fanOut(parts, event, tenant);
    relay = new Relay({ outbox, publish: publishEntry, tell });
  };

  return {
    publish: publish as Dispatcher<Events>["publish"],
    start,
    replay: async (filter, replayOptions = {}) => {
      if (attempts) return replay({ ...parts, attempts }, filter, replayOptions);
      throw new DispatcherError("option_missing", "replay needs the option attempts");
    },
    enableEndpoint: async (endpointId, { retryMissed = true } = {}) => {
      await sender.enableEndpoint(endpointId);
      const endpoint = await source.find(endpointId);
      if (endpoint) await lanes.reset(endpoint);
      let count = 0;
      if (!retryMissed) return count;
      for (const code of missedCodes) count += await queue.retryDead({ lane: endpointId, code });
      return count;
    },
    health: () => healthOf({ queue, sender, lanes, outbox }),
    close: async (closeOptions) => {
      await relay?.close();
      await worker?.close(closeOptions);
    },
  };
}
