import {
  boundedInteger,
  createQueue,
  type Queue,
  QueueError,
  type QueueOptions,
  queueSettings,
} from "@hooks/queue";
import { Queue as BullQueue, type ConnectionOptions, type Telemetry } from "bullmq";
import { BullmqStorage } from "./bullmq-storage.ts";
import { Traces } from "./traces.ts";

/** How a queue on BullMQ is set up. */
export interface BullmqQueueOptions extends QueueOptions {
  /**
   * What BullMQ takes: a client or cluster of ioredis, a client of node-redis, or options for an ioredis client. A client
   * stays the caller's to close; one that the queue has made of options is closed with it.
   */
  readonly connection: ConnectionOptions;
  /** BullMQ's name of the queue: 1 to 100 letters, digits, `_`, `-` and `.`; default `hooks`. */
  readonly name?: string;
  /** What the keys begin with; default `{hooks}`. On a cluster it holds a part in braces, so that they lie together. */
  readonly prefix?: string;
  /** How long a worker sleeps at most before it looks for what other processes have enqueued; default 50. */
  readonly pollMs?: number;
  /** BullMQ's, `new BullMQOtel(…)` for OpenTelemetry: each job's trace goes on from who enqueued it to its handler. */
  readonly telemetry?: Telemetry;
}

/** A queue on BullMQ. */
export interface BullmqQueue extends Queue {
  /** BullMQ's own, for dashboards and metrics. */
  readonly bullmq: BullQueue;
}

const isClient = (connection: object): boolean =>
  "duplicate" in connection && "disconnect" in connection;

function checkedConnection(connection: ConnectionOptions, prefix: string): ConnectionOptions {
  if (typeof connection !== "object" || connection === null) {
    throw new QueueError("option_invalid", "connection is neither a client nor options for one");
  }
  if ("isCluster" in connection && connection.isCluster && !/\{[^}]+\}/.test(prefix)) {
    throw new QueueError("option_invalid", 'on a cluster the prefix has braces, as "{hooks}" has');
  }
  // Otherwise a call waits for as long as Redis is away.
  return isClient(connection) ? connection : { maxRetriesPerRequest: 3, ...connection };
}

/**
 * Makes a queue on BullMQ, in Redis, Valkey or a cluster of them, for all processes that use the same name and prefix.
 *
 * Every verb is one script, and BullMQ's own scripts within it move the jobs: so each is atomic, and what dashboards
 * show is the truth. Leases are measured by Redis, all other times by `now`.
 *
 * @throws QueueError `option_invalid`; the verbs reject with `storage_…` codes for a server that can't be used
 */
export function bullmqQueue(options: BullmqQueueOptions): BullmqQueue {
  const { name = "hooks", prefix = "{hooks}", pollMs = 50, telemetry } = options;
  if (!/^[\w.-]{1,100}$/.test(name)) {
    throw new QueueError("option_invalid", "name is not of letters, digits, _, - and .");
  }
  if (typeof prefix !== "string" || prefix === "" || prefix.length > 200) {
    throw new QueueError("option_invalid", "prefix is not text of 1 to 200 characters");
  }
  boundedInteger("pollMs", pollMs, 1, 60_000);
  const settings = queueSettings(options);
  const bullmq = new BullQueue(name, {
    connection: checkedConnection(options.connection, prefix),
    prefix,
    // The queue has its own check, which refuses where BullMQ's warns.
    skipVersionCheck: true,
    ...(telemetry && { telemetry }),
  });
  // The verbs tell of it; without a listener it would end the process.
  bullmq.on("error", () => {});
  const traces = new Traces(bullmq);
  const queue = createQueue(new BullmqStorage(bullmq, settings, traces), { ...settings, pollMs });
  return {
    ...queue,
    process: (handler, processOptions) => {
      const isHandler = typeof handler === "function";
      return queue.process(isHandler ? traces.around(handler) : handler, processOptions);
    },
    bullmq,
  };
}
