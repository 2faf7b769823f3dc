/** An event as senders make them. */
export interface CreatedEvent<Data> {
  readonly id: string;
  readonly type: string;
  /** ISO 8601, in UTC. */
  readonly timestamp: string;
  readonly data: Data;
}

/** What {@link createEvent} makes up unless it is given. */
export interface CreateEventOptions {
  /** Default: a random one. */
  readonly id?: string | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Makes an event, to be the payload of a delivery. */
export function createEvent<Data>(
  type: string,
  data: Data,
  {
    id = `evt_${crypto.randomUUID().replaceAll("-", "")}`,
    now = Date.now,
  }: CreateEventOptions = {},
): CreatedEvent<Data> {
  return { id, type, timestamp: new Date(now()).toISOString(), data };
}
