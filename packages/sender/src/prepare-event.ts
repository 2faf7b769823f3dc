import { randomUUID } from "node:crypto";
import type { EventInput, EventTypes, PreparedEvent } from "./event.ts";
import { isEventType } from "./event-type.ts";
import { SenderError } from "./sender-error.ts";

const eventId = /^[\x21-\x2d\x2f-\x7e]{1,200}$/;

const timeStart = '"timestamp":"';

const randomEventId = (): string => `evt_${randomUUID()}`;

/** The event as JSON; its data comes last. */
function jsonOf(event: Stamped): string {
  let text = "";
  try {
    text = JSON.stringify(event);
  } catch {
    // Its message may tell the payload.
  }
  // What JSON can't say it leaves out: then nothing follows the time. Within the id before it quotes are escaped.
  const end = text.indexOf('"', text.indexOf(timeStart) + timeStart.length);
  if (text[end + 1] === ",") return text;
  throw new SenderError("event_invalid", "data", "can't be said in JSON");
}

/** An event that has its id and its time. */
interface Stamped extends EventInput {
  readonly id: string;
  readonly timestamp: Date;
}

/** What an event's body is made with. */
export interface PrepareOptions {
  readonly types?: EventTypes | undefined;
  readonly maxBodyBytes: number;
  readonly now: () => number;
}

/** The event with its id and its time, so that they are the same for all who get it. */
export function stampEvent(event: EventInput, now: () => number): Stamped {
  const { id = randomEventId(), timestamp = new Date(now()) } = event;
  return { ...event, id, timestamp };
}

/**
 * Checks an event and makes its bytes.
 *
 * @param data what they say of its data, in the version that is asked for
 * @throws SenderError `event_invalid`, `event_too_large`
 */
function bytesOf(
  { id, type, timestamp }: Stamped,
  data: unknown,
  version: string | undefined,
  maxBodyBytes: number,
): PreparedEvent {
  const body = Buffer.from(jsonOf({ id, type, timestamp, data }));
  if (body.length > maxBodyBytes) {
    throw new SenderError(
      "event_too_large",
      "data",
      `makes a body of ${body.length} bytes, of which ${maxBodyBytes} are allowed`,
    );
  }
  return { id, type, timestamp, body, ...(version !== undefined && { version }) };
}

function check({ id, type, timestamp }: Stamped): void {
  const invalid = (field: string, message: string): SenderError =>
    new SenderError("event_invalid", field, message);
  if (typeof id !== "string" || !eventId.test(id)) {
    throw invalid("id", "has to be 1 to 200 visible ASCII characters, none of them a dot");
  }
  if (!isEventType(type)) {
    throw invalid("type", "has to be words of letters, digits, _ and -, joined by dots");
  }
  if (!(timestamp instanceof Date) || Number.isNaN(timestamp.getTime())) {
    throw invalid("timestamp", "is no time");
  }
}

/**
 * Checks an event and makes its bytes; at once, where the application has not said what events it has.
 *
 * @param version the one that is asked for, where the event's type has versions; default the newest
 * @throws SenderError `event_invalid`, `event_too_large`
 */
export function prepareEvent(
  event: EventInput,
  version: string | undefined,
  { types, maxBodyBytes, now }: PrepareOptions,
): PreparedEvent | Promise<PreparedEvent> {
  const stamped = stampEvent(event, now);
  check(stamped);
  if (!types) return bytesOf(stamped, event.data, undefined, maxBodyBytes);
  return types
    .convert(stamped, version)
    .then((made) => bytesOf(stamped, made.data, made.version, maxBodyBytes));
}

/** Are the bytes of an event made already? */
export const isPrepared = (event: EventInput | PreparedEvent): event is PreparedEvent =>
  "body" in event && event.body instanceof Uint8Array;
