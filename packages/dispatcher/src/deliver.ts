import { DeadNow, type JobContext, type JobHandler, type Queue, RetryLater } from "@hooks/queue";
import {
  type Attempt,
  type AttemptsStore,
  type Endpoint,
  isMade,
  type Sender,
} from "@hooks/sender";
import { attemptsBefore } from "./attempts-before.ts";
import { type Delivery, readDelivery } from "./delivery-job.ts";
import type { EndpointSource } from "./endpoint-source.ts";
import type { LaneKeeper } from "./lane-keeper.ts";
import type { Tell } from "./report.ts";

/** What delivering works with. */
export interface DeliverOptions {
  readonly sender: Sender;
  readonly queue: Queue;
  readonly source: EndpointSource;
  readonly attempts: AttemptsStore | undefined;
  readonly lanes: LaneKeeper;
  readonly now: () => number;
  readonly tell: Tell;
}

/** How long a job waits while endpoints can't be looked up, or the sender takes nothing. */
const unavailableMs = 5000;

const later = (code: string): RetryLater =>
  new RetryLater({ delayMs: unavailableMs, code, isCounted: false });

/** The endpoint without what the queue's lane sees to, so that no job waits in a slot for its lane. */
function withoutRate(known: WeakMap<Endpoint, Endpoint>, endpoint: Endpoint): Endpoint {
  if (endpoint.rateLimit === undefined) return endpoint;
  const bare = known.get(endpoint) ?? { ...endpoint, rateLimit: undefined };
  known.set(endpoint, bare);
  return bare;
}

/** What the queue is told of an attempt. */
function outcomeOf({ code, nextAttemptAt }: Attempt, { signal }: JobContext): unknown {
  if (code === "delivered") return undefined;
  // Whoever aborted it decides: it goes back to the queue, or is another's already.
  if (signal.aborted) throw signal.reason;
  if (code === "sender_closed" || code === "cancelled" || code === "sender_full") {
    return later(code);
  }
  if (!nextAttemptAt) return new DeadNow({ code });
  return new RetryLater({ atMs: nextAttemptAt.getTime(), code, isCounted: isMade(code) });
}

/** Makes what does one job: one attempt, to the endpoint as it is now. */
export function deliverer(options: DeliverOptions): JobHandler {
  const { sender, source, lanes, tell } = options;
  const bare = new WeakMap<Endpoint, Endpoint>();

  const find = async (id: string): Promise<Endpoint | undefined> => {
    try {
      return await source.find(id);
    } catch (error) {
      tell({ type: "endpoints.failed", error });
      throw later("endpoints_unavailable");
    }
  };
  const giveUp = ({ endpointId, event }: Delivery, jobId: string, code: string): DeadNow => {
    const names = { eventId: event.id, eventType: event.type, endpointId, jobId };
    tell({ type: "delivery.dead", ...names, code });
    return new DeadNow({ code });
  };

  return async (job, context) => {
    const delivery = readDelivery(job);
    const { endpointId, event } = delivery;
    const endpoint = await find(endpointId);
    if (endpoint?.id !== endpointId) return giveUp(delivery, job.id, "endpoint_unknown");
    const { attempt: number, signal } = context;
    const before = await attemptsBefore(options, job, delivery, number);
    const attempt = await sender.attempt(withoutRate(bare, endpoint), event, number, {
      signal,
      attemptsBefore: before,
    });
    await lanes.after(endpoint, attempt);
    const outcome = outcomeOf(attempt, context);
    return outcome instanceof DeadNow ? giveUp(delivery, job.id, attempt.code) : outcome;
  };
}
