import { DeadNow, type Job, type Json, type NewJob } from "@hooks/queue";
import type { Endpoint, PreparedEvent } from "@hooks/sender";

/** One event on its way to one endpoint, as a job tells it. */
export interface Delivery {
  readonly endpointId: string;
  readonly event: PreparedEvent;
  /** Attempts that were made before this job was: those of what it replays. */
  readonly attemptsBefore: number;
}

/**
 * The id of the job that delivers an event to an endpoint: of both, joined by the dot that no event id holds.
 *
 * @param run that of a replay, whose jobs begin with a dot, as no event id does
 */
export function deliveryId(eventId: string, endpointId: string, run?: string): string {
  return run === undefined ? `${eventId}.${endpointId}` : `.${run}.${eventId}.${endpointId}`;
}

/** The job that delivers an event to an endpoint. */
export function deliveryJob(
  event: PreparedEvent,
  { id }: Pick<Endpoint, "id">,
  attemptsBefore = 0,
): NewJob {
  const { body, timestamp, version } = event;
  const told: Json = {
    id: event.id,
    type: event.type,
    timestamp: timestamp.toISOString(),
    ...(version !== undefined && { version }),
  };
  const data = { endpointId: id, event: told, ...(attemptsBefore > 0 && { attemptsBefore }) };
  return { id: deliveryId(event.id, id), lane: id, data, body };
}

const isText = (value: unknown): value is string => typeof value === "string";

/**
 * Reads a job.
 *
 * @throws DeadNow `job_malformed` for a job that is no delivery
 */
export function readDelivery({ data, body }: Pick<Job, "data" | "body">): Delivery {
  const { endpointId, event, attemptsBefore = 0 } = Object(data) as Record<string, unknown>;
  const { id, type, timestamp, version } = Object(event) as Record<string, unknown>;
  const isWhole = isText(endpointId) && isText(id) && isText(type) && isText(timestamp) && body;
  if (!isWhole) throw new DeadNow({ code: "job_malformed" });
  const made = isText(version) ? { version } : {};
  const read = { id, type, timestamp: new Date(timestamp), ...made, body };
  return { endpointId, event: read, attemptsBefore: Number(attemptsBefore) };
}
