import { randomBytes } from "node:crypto";
import type { EventInput, EventTypes, PreparedEvent } from "./event.ts";
import { isEventType } from "./event-type.ts";
import { SenderError } from "./sender-error.ts";

const eventId = /^[\x21-\x2d\x2f-\x7e]{1,200}$/;
const encoder = new TextEncoder();

const randomEventId = (): string => `evt_${randomBytes(16).toString("hex")}`;

function jsonOf(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // Its message may tell the payload.
  }
  if (text === undefined) throw new SenderError("event_invalid", "data", "can't be said in JSON");
  return text;
}

/** What an event's body is made with. */
export interface PrepareOptions {
  readonly types?: EventTypes | undefined;
  readonly maxBodyBytes: number;
  readonly now: () => number;
}

/** The event with its id and its time, so that they are the same for all who get it. */
export function stampEvent<Event extends EventInput>(
  event: Event,
  now: () => number,
): Event & Required<Pick<EventInput, "id" | "timestamp">> {
  const { id = randomEventId(), timestamp = new Date(now()) } = event;
  return { ...event, id, timestamp };
}

/**
 * Checks an event and makes its bytes.
 *
 * @param version the one that is asked for, where the event's type has versions; default the newest
 * @throws SenderError `event_invalid`, `event_too_large`
 */
export async function prepareEvent(
  event: EventInput,
  version: string | undefined,
  { types, maxBodyBytes, now }: PrepareOptions,
): Promise<PreparedEvent> {
  const invalid = (field: string, message: string): SenderError =>
    new SenderError("event_invalid", field, message);
  const stamped = stampEvent(event, now);
  const { id, type, timestamp } = stamped;
  if (typeof id !== "string" || !eventId.test(id)) {
    throw invalid("id", "has to be 1 to 200 visible ASCII characters, none of them a dot");
  }
  if (!isEventType(type)) {
    throw invalid("type", "has to be words of letters, digits, _ and -, joined by dots");
  }
  if (!(timestamp instanceof Date) || Number.isNaN(timestamp.getTime())) {
    throw invalid("timestamp", "is no time");
  }
  const { data, version: made } = types
    ? await types.convert(stamped, version)
    : { data: event.data };
  // Member by member, for `data` may be what JSON leaves out.
  const head = JSON.stringify({ id, type, timestamp });
  const body = encoder.encode(`${head.slice(0, -1)},"data":${jsonOf(data)}}`);
  if (body.length > maxBodyBytes) {
    throw new SenderError(
      "event_too_large",
      "data",
      `makes a body of ${body.length} bytes, of which ${maxBodyBytes} are allowed`,
    );
  }
  return { id, type, timestamp, body, ...(made !== undefined && { version: made }) };
}

/** Are the bytes of an event made already? */
export const isPrepared = (event: EventInput | PreparedEvent): event is PreparedEvent =>
  "body" in event && event.body instanceof Uint8Array;
