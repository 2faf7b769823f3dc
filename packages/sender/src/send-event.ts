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
    const attempt = await attemptOnce(engine, { endpoint, event, number, signal });
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

/** The result where nothing was tried, and all is still to be done. */
function unsent({ clock }: Engine, order: Order, code: AttemptCode): SendResult {
  return {
    endpointId: order.endpoint.id,
    eventId: order.event.id,
    code,
    attempts: [],
    nextAttemptAt: new Date(clock.now()),
    nextNumber: order.number,
  };
}

/**
 * Sends one event to one endpoint, in its turn where the endpoint wants one after the other.
 *
 * Its room is taken before anything is waited for, so that whoever asks for room next is told the truth.
 */
export async function sendEvent(
  engine: Engine,
  event: PreparedEvent | Promise<PreparedEvent>,
  { endpoint, number, signal }: Omit<Order, "event">,
): Promise<SendResult> {
  const { closing, pending, turns } = engine;
  const { id, ordered } = endpoint;
  const hasRoom = pending.hasRoom(id);
  if (hasRoom) pending.add(id);
  let leaveTurn: (() => void) | undefined;
  try {
    const prepared = event instanceof Promise ? await event : event;
    const order = { endpoint, event: prepared, number, signal };
    if (hasRoom && ordered) leaveTurn = await turns.enter(id, signal);
    if (signal?.aborted) return unsent(engine, order, "cancelled");
    if (closing.isStopped) return unsent(engine, order, "sender_closed");
    if (!hasRoom) return unsent(engine, order, "sender_full");
    return await sendInTurn(engine, order);
  } finally {
    leaveTurn?.();
    if (hasRoom) pending.remove(id);
  }
}
