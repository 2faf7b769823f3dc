import { type Attempt, type AttemptCode, isMade, type SendResult } from "./attempt.ts";
import { attemptOnce, type Order } from "./attempt-once.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";

/** Waits until a time, or until the order is cancelled or the sender closed. */
async function waitUntil({ clock, closing }: Engine, ms: number, { signal }: Order): Promise<void> {
  const waking = new AbortController();
  const wake = (): void => waking.abort();
  const listener = { onStop: wake, place: -1 };
  signal?.addEventListener("abort", wake);
  closing.add(listener);
  if (!signal?.aborted) await clock.wait(ms - clock.now(), waking.signal);
  signal?.removeEventListener("abort", wake);
  closing.delete(listener);
}

/** Attempt after attempt, until it is delivered or given up, cancelled or handed back. It does not reject. */
async function sendInTurn(engine: Engine, first: Order): Promise<SendResult> {
  const { closing, clock, retries } = engine;
  const { endpoint, event, signal } = first;
  const attempts: Attempt[] = [];
  let number = first.number;
  let dueMs = clock.now() + (number === 1 ? (retries.schedule[0] ?? 0) : 0);
  const ended = (code: AttemptCode, isHandedBack = false): SendResult => ({
    endpointId: endpoint.id,
    eventId: event.id,
    code,
    attempts,
    ...(isHandedBack && { nextAttemptAt: new Date(dueMs), nextNumber: number }),
  });

  for (;;) {
    if (dueMs > clock.now()) await waitUntil(engine, dueMs, first);
    if (signal?.aborted) return ended("cancelled", true);
    if (closing.isStopped) return ended("sender_closed", true);
    const attempt = await attemptOnce(engine, { ...first, number });
    const { code, nextAttemptAt, nextNumber } = attempt;
    // One that was cancelled before it began keeps its number.
    if (isMade(code) && nextNumber !== number) attempts.push(attempt);
    if (nextAttemptAt === undefined || nextNumber === undefined) return ended(code);
    dueMs = nextAttemptAt.getTime();
    number = nextNumber;
    // Whatever it was that ended it, there is somebody who wants it to end.
    if (code === "cancelled") return ended(signal?.aborted ? "cancelled" : "sender_closed", true);
  }
}

async function sendPrepared(engine: Engine, order: Order, hasRoom: boolean): Promise<SendResult> {
  const { clock, closing, turns } = engine;
  const { endpoint, event, number, signal } = order;
  const unsent = (code: AttemptCode): SendResult => ({
    endpointId: endpoint.id,
    eventId: event.id,
    code,
    attempts: [],
    nextAttemptAt: new Date(clock.now()),
    nextNumber: number,
  });
  if (signal?.aborted) return unsent("cancelled");
  if (closing.isStopped) return unsent("sender_closed");
  if (!hasRoom) return unsent("sender_full");
  if (!endpoint.ordered) return sendInTurn(engine, order);
  const leave = await turns.enter(endpoint.id, signal);
  if (!leave) return unsent(signal?.aborted ? "cancelled" : "sender_closed");
  return sendInTurn(engine, order).finally(leave);
}

/**
 * Sends one event to one endpoint, in its turn where the endpoint wants one after the other.
 *
 * Its room is taken before anything is waited for, so that whoever asks for room next is told the truth.
 */
export async function sendEvent(
  engine: Engine,
  event: PreparedEvent | Promise<PreparedEvent>,
  order: Omit<Order, "event">,
): Promise<SendResult> {
  const { pending } = engine;
  const { id } = order.endpoint;
  const hasRoom = pending.hasRoom(id);
  if (hasRoom) pending.add(id);
  try {
    const prepared = event instanceof Promise ? await event : event;
    return await sendPrepared(engine, { ...order, event: prepared }, hasRoom);
  } finally {
    if (hasRoom) pending.remove(id);
  }
}
