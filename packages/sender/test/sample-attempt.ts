import type { Attempt, PreparedEvent } from "../src/index.ts";

export const startMs = Date.UTC(2026, 10, 21, 12);

/** An attempt that was refused. */
export const sampleAttempt = (changes: Partial<Attempt> = {}): Attempt => ({
  endpointId: "ep_1",
  eventId: "evt_1",
  eventType: "user.created",
  number: 1,
  startedAt: new Date(startMs),
  durationMs: 12.5,
  code: "status_refused",
  status: 500,
  error: "the reply was 500",
  replyHeaders: { "content-type": "text/plain" },
  replyBody: Buffer.from([0, 255, 1]),
  nextAttemptAt: new Date(startMs + 5000),
  nextNumber: 2,
  ...changes,
});

/** An event whose bytes are no text. */
export const sampleEvent = (changes: Partial<PreparedEvent> = {}): PreparedEvent => ({
  id: "evt_1",
  type: "user.created",
  timestamp: new Date(startMs),
  body: Buffer.from([0xff, 0xfe, 0]),
  ...changes,
});
