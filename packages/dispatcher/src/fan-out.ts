import { isQueueError, maxJobsAtOnce, type NewJob, type Queue } from "@hooks/queue";
import {
  type AttemptsStore,
  type Endpoint,
  type EventInput,
  isSenderError,
  type PreparedEvent,
  type RecordedEvent,
  type Sender,
} from "@hooks/sender";
import { deliveryJob } from "./delivery-job.ts";
import type { Published } from "./dispatcher.ts";
import { DispatcherError } from "./dispatcher-error.ts";
import { type EndpointSource, subscribers } from "./endpoint-source.ts";
import type { LaneKeeper } from "./lane-keeper.ts";
import type { Tell } from "./report.ts";

/** What publishing works with. */
export interface FanOutOptions {
  readonly sender: Sender;
  readonly queue: Queue;
  readonly source: EndpointSource;
  readonly attempts: AttemptsStore | undefined;
  readonly lanes: LaneKeeper;
  readonly tell: Tell;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** The event as it was published before, so that publishing it again makes the same bytes. */
async function findKnown(
  { attempts, tell }: FanOutOptions,
  { id }: EventInput,
): Promise<RecordedEvent | undefined> {
  if (!attempts || id === undefined) return undefined;
  try {
    return await attempts.findEvent(id);
  } catch (error) {
    // Jobs have ids: the worst that comes of it is that the queue refuses the event.
    tell({ type: "attempts.failed", error });
    return undefined;
  }
}

/** Makes the event's bytes in the newest version, those of its first publishing where there was one. */
async function prepareFirst(options: FanOutOptions, event: EventInput): Promise<PreparedEvent> {
  const known = await findKnown(options, event);
  if (!known) return options.sender.prepare(event);
  const again = { ...event, timestamp: known.timestamp };
  const prepared = await options.sender.prepare(again);
  // Only what the endpoints' versions make of it may have been recorded.
  const isComparable = known.body !== undefined && known.version === prepared.version;
  const isOther = isComparable && !isSame(known.body, prepared.body);
  if (!isOther && known.type === event.type) return prepared;
  throw new DispatcherError("event_id_reused", "an event of this id is known with other data");
}

/** Keeps the bytes before there are jobs, so that after a crash between the two they are the same again. */
async function remember({ attempts, tell }: FanOutOptions, event: PreparedEvent): Promise<void> {
  try {
    await attempts?.recordEvent(event);
  } catch (error) {
    tell({ type: "attempts.failed", error });
  }
}

/** The jobs of an event, one for each endpoint, those of one version with the same bytes. */
async function jobsOf(
  options: FanOutOptions,
  event: EventInput,
  first: PreparedEvent,
  endpoints: readonly Endpoint[],
): Promise<readonly NewJob[]> {
  const { sender, tell } = options;
  const byVersion = new Map<string | undefined, PreparedEvent | undefined>([[undefined, first]]);
  const stamped = { ...event, id: first.id, timestamp: first.timestamp };
  const jobs: NewJob[] = [];
  for (const endpoint of endpoints) {
    const { id, version } = endpoint;
    if (!byVersion.has(version)) {
      try {
        const made = await sender.prepare(stamped, version);
        await remember(options, made);
        byVersion.set(version, made);
      } catch (error) {
        if (!isSenderError(error)) throw error;
        // One endpoint's version that nobody knows is no reason to send the event to none.
        tell({ type: "endpoint.refused", endpointId: id, eventId: first.id, error });
        byVersion.set(version, undefined);
      }
    }
    const prepared = byVersion.get(version);
    if (prepared) jobs.push(deliveryJob(prepared, endpoint));
  }
  return jobs;
}

/** Gives the queue one job for each endpoint that subscribes to the event, and says how many are new. */
export async function fanOut(
  options: FanOutOptions,
  event: EventInput,
  tenant: string | undefined,
): Promise<Published> {
  const { queue, source, lanes } = options;
  const first = await prepareFirst(options, event);
  const endpoints = await subscribers(source, event.type, tenant);
  await remember(options, first);
  const jobs = await jobsOf(options, event, first, endpoints);
  for (const endpoint of endpoints) await lanes.before(endpoint);
  let added = 0;
  try {
    for (let i = 0; i < jobs.length; i += maxJobsAtOnce) {
      const enqueued = await queue.enqueueAll(jobs.slice(i, i + maxJobsAtOnce));
      added += enqueued.filter(({ isNew }) => isNew).length;
    }
  } catch (error) {
    if (!isQueueError(error) || error.code !== "job_id_reused") throw error;
    const message = "an event of this id is known with other data, or with another timestamp";
    throw new DispatcherError("event_id_reused", message, { cause: error });
  }
  return { eventId: first.id, added, known: jobs.length - added };
}
