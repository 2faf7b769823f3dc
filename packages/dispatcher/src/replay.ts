import { randomBytes } from "node:crypto";
import type { NewJob, Queue } from "@hooks/queue";
import type { AttemptsStore, Endpoint, PreparedEvent } from "@hooks/sender";
import {
  type AttemptedDelivery,
  attemptedDeliveries,
  type ReplayFilter,
} from "./attempted-deliveries.ts";
import { deliveryId, deliveryJob } from "./delivery-job.ts";
import { DispatcherError } from "./dispatcher-error.ts";
import type { EndpointSource } from "./endpoint-source.ts";
import type { LaneKeeper } from "./lane-keeper.ts";

/** How a replay is done. */
export interface ReplayOptions {
  /** Only count. */
  readonly dryRun?: boolean | undefined;
  /** Deliveries a second, at most; default 10. Those to ordered endpoints go as fast as these let them. */
  readonly rate?: number | undefined;
  /**
   * Names the replay: 1 to 64 letters, digits, `_` and `-`. Done again under the same name, it goes on where it was
   * interrupted and enqueues nothing twice. Default: random.
   */
  readonly id?: string | undefined;
  /** Told how many of all have been seen to. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What a replay has done, or would do. */
export interface Replay {
  readonly id: string;
  /** Deliveries that match. */
  readonly total: number;
  /** Of these, those that were enqueued; in a dry run, that would be. */
  readonly enqueued: number;
  /** That this replay had enqueued before. */
  readonly known: number;
  /** That are on their way anyhow. */
  readonly underWay: number;
  /** Whose endpoint is gone or switched off. */
  readonly withoutEndpoint: number;
  /** Whose event's bytes have been dropped. */
  readonly withoutPayload: number;
}

/** What replaying works with. */
export interface ReplayParts {
  readonly attempts: AttemptsStore;
  readonly queue: Queue;
  readonly source: EndpointSource;
  readonly lanes: LaneKeeper;
}

type Count = "enqueued" | "known" | "underWay" | "withoutEndpoint" | "withoutPayload";

const replayId = /^[\w-]{1,64}$/;
const chunkSize = 100;
/** New events go before those of the past. */
const priority = 100;

function settingsOf({ rate = 10, id = `rp_${randomBytes(8).toString("hex")}` }: ReplayOptions): {
  readonly id: string;
  readonly gapMs: number;
} {
  if (!(rate > 0 && rate <= 100_000)) {
    throw new DispatcherError("option_invalid", "rate is not above 0 and at most 100,000");
  }
  if (replayId.test(id)) return { id, gapMs: 1000 / rate };
  throw new DispatcherError("option_invalid", "id is not 1 to 64 letters, digits, _ and -");
}

async function findBytes(
  { attempts }: ReplayParts,
  eventId: string,
  { version }: Endpoint,
): Promise<PreparedEvent | undefined> {
  // Where the endpoint has got another version since, it is sent what it was sent.
  const found = (await attempts.findEvent(eventId, version)) ?? (await attempts.findEvent(eventId));
  return found?.body && { ...found, body: found.body };
}

/** The job that replays a delivery, or why there is none. */
async function jobOf(
  parts: ReplayParts,
  { eventId, endpointId, attempts }: AttemptedDelivery,
  id: string,
  delayMs: number,
): Promise<NewJob | Count> {
  const { queue, source, lanes } = parts;
  const endpoint = await source.find(endpointId);
  if (endpoint?.id !== endpointId || endpoint.active === false) return "withoutEndpoint";
  const replayed = deliveryId(eventId, endpointId, id);
  if (await queue.status(replayed)) return "known";
  const state = (await queue.status(deliveryId(eventId, endpointId)))?.state;
  if (state === "waiting" || state === "delayed" || state === "active") return "underWay";
  const event = await findBytes(parts, eventId, endpoint);
  if (!event) return "withoutPayload";
  await lanes.before(endpoint);
  // What waits for its time in an ordered lane would hold up all behind it.
  const paced = endpoint.ordered ? {} : { delayMs };
  return { ...deliveryJob(event, endpoint, attempts), id: replayed, priority, ...paced };
}

/**
 * Enqueues again what was attempted before, each delivery under an id of this replay.
 *
 * The rate lies in the delays: once enqueued, a replay needs this process no more.
 */
export async function replay(
  parts: ReplayParts,
  filter: ReplayFilter,
  options: ReplayOptions,
): Promise<Replay> {
  const { id, gapMs } = settingsOf(options);
  const { dryRun = false, onProgress } = options;
  const deliveries = await attemptedDeliveries(parts.attempts, filter);
  const total = deliveries.length;
  const counts: Record<Count, number> = {
    enqueued: 0,
    known: 0,
    underWay: 0,
    withoutEndpoint: 0,
    withoutPayload: 0,
  };
  for (let start = 0; start < total; start += chunkSize) {
    const chunk = deliveries.slice(start, start + chunkSize);
    const jobs: NewJob[] = [];
    for (const delivery of chunk) {
      const delayMs = Math.floor((counts.enqueued + jobs.length) * gapMs);
      const made = await jobOf(parts, delivery, id, delayMs);
      if (typeof made === "string") counts[made]++;
      else jobs.push(made);
    }
    const enqueued = dryRun
      ? jobs.map(() => ({ isNew: true }))
      : await parts.queue.enqueueAll(jobs);
    for (const { isNew } of enqueued) counts[isNew ? "enqueued" : "known"]++;
    onProgress?.(Math.min(start + chunkSize, total), total);
  }
  return { id, total, ...counts };
}
