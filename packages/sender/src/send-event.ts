import { type Attempt, type AttemptCode, isMade, type SendResult } from "./attempt.ts";
import { attemptOnce, type Order } from "./attempt-once.ts";
import type { Engine } from "./engine.ts";

/** Waits until a time, or until the order is cancelled or the sender closed. */
async function waitUntil({ clock, closing }: Engine, ms: number, { signal }: Order): Promise<void> {
  if (ms <= clock.now()) return;
  const waking = new AbortController();
  const wake = (): void => waking.abort();
  signal?.addEventListener("abort", wake);
  closing.add(wake);
  if (!signal?.aborted) await clock.wait(ms - clock.now(), waking.signal);
  signal?.removeEventListener("abort", wake);
  closing.delete(wake);
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
    await waitUntil(engine, dueMs, first);
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

/** Sends one event to one endpoint, in its turn where the endpoint wants one after the other. */
export async function sendEvent(engine: Engine, order: Order): Promise<SendResult> {
  const { pending, turns, clock, closing } = engine;
  const { endpoint, event, signal, number } = order;
  const names = { endpointId: endpoint.id, eventId: event.id, attempts: [] };
  const due = { nextAttemptAt: new Date(clock.now()), nextNumber: number };
  if (signal?.aborted) return { ...names, ...due, code: "cancelled" };
  if (closing.isStopped) return { ...names, ...due, code: "sender_closed" };
  if (!pending.hasRoom(endpoint.id)) return { ...names, ...due, code: "sender_full" };
  pending.add(endpoint.id);
  try {
    if (!endpoint.ordered) return await sendInTurn(engine, order);
    const leave = await turns.enter(endpoint.id, signal);
    if (!leave) return { ...names, ...due, code: signal?.aborted ? "cancelled" : "sender_closed" };
    return await sendInTurn(engine, order).finally(leave);
  } finally {
    pending.remove(endpoint.id);
  }
}
