import type { Attempt, MadeCode, UnmadeCode } from "./attempt.ts";
import type { CheckedEndpoint } from "./check-endpoint.ts";
import { deliver } from "./deliver.ts";
import { type Admission, admit, type EndpointChange, settle } from "./endpoint-policy.ts";
import type { EndpointState } from "./endpoint-state.ts";
import type { Engine } from "./engine.ts";
import type { PreparedEvent } from "./event.ts";
import { isSubscribed } from "./event-type.ts";
import { codeOf, sentenceOf } from "./fault-code.ts";
import { readState, rememberAttempt, rememberEvent, updateState } from "./remember.ts";
import type { ExchangeResult } from "./reply-reader.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { isRetried, nextAttemptMs, withJitter } from "./retry-policy.ts";

/** One event on its way to one endpoint. */
export interface Order {
  readonly endpoint: CheckedEndpoint;
  readonly event: PreparedEvent;
  /** The attempt's, counted from 1. */
  readonly number: number;
  readonly signal: AbortSignal | undefined;
  /** Attempts that the schedule does not count, and the record does. */
  readonly attemptsBefore?: number;
}

/** An attempt that was not made; where time helps, the same one is due again. */
function unmade(
  { clock, retries }: Engine,
  order: Order,
  code: UnmadeCode | "cancelled",
  waitMs?: number,
): Attempt {
  const { endpoint, event, number } = order;
  const nowMs = clock.now();
  const attempt: Attempt = {
    endpointId: endpoint.id,
    eventId: event.id,
    eventType: event.type,
    number,
    startedAt: new Date(nowMs),
    durationMs: 0,
    code,
    replyHeaders: {},
    replyBody: new Uint8Array(),
  };
  if (waitMs === undefined) return attempt;
  const nextAttemptAt = new Date(nowMs + withJitter(waitMs, retries, clock.random));
  return { ...attempt, nextAttemptAt, nextNumber: number };
}

/** Notes that the endpoint is tried: of several attempts, one becomes the breaker's probe. */
async function noteTrial(engine: Engine, id: string): Promise<Admission> {
  const { clock, policy } = engine;
  let admission: Admission = { state: {} };
  await updateState(engine, id, (held) => {
    admission = admit(held, clock.now(), policy);
    return "code" in admission ? held : admission.state;
  });
  return admission;
}

/** Asks whether the endpoint may be tried; at once, where its state is at hand. */
function letIn(engine: Engine, { id }: CheckedEndpoint): Admission | Promise<Admission> {
  const judge = (state: EndpointState = {}): Admission | Promise<Admission> => {
    const admission = admit(state, engine.clock.now(), engine.policy);
    const isPlain = "code" in admission || admission.state === state;
    return isPlain ? admission : noteTrial(engine, id);
  };
  const held = readState(engine, id);
  return held instanceof Promise ? held.then(judge) : judge(held);
}

/** Takes the attempt's end into the endpoint's state, and tells what comes of it. */
function settleEndpoint(
  engine: Engine,
  { endpoint: { id } }: Order,
  code: MadeCode,
  status: number | undefined,
  retryAfterMs: number | undefined,
): EndpointState | undefined | Promise<EndpointState | undefined> {
  // Our own faults say nothing of the endpoint.
  if (code === "cancelled" || code === "secret_expired" || code === "signing_failed") {
    return undefined;
  }
  const nowMs = engine.clock.now();
  const ending = {
    isDelivered: code === "delivered",
    isGone: code === "gone",
    isSlow: code === "rate_limited" || code === "timeout" || status === 502 || status === 504,
    retryAfterMs,
  };
  let before: EndpointState = {};
  let after: EndpointState | undefined;
  let changes: readonly EndpointChange[] = [];
  const updated = updateState(engine, id, (held) => {
    before = held;
    const settled = settle(held, ending, nowMs, engine.policy);
    ({ changes, state: after } = settled);
    return settled.state;
  });
  const report = (): EndpointState | undefined => {
    const sinceMs = after?.failingSinceMs ?? before.failingSinceMs;
    for (const type of changes) {
      engine.tell({
        type,
        endpointId: id,
        at: new Date(nowMs),
        ...(sinceMs !== undefined && { failingSince: new Date(sinceMs) }),
        ...(type === "endpoint.disabled" && { reason: after?.disabled?.reason }),
      });
    }
    engine.lanes.slow(id, after?.slowUntilMs ?? 0);
    return after;
  };
  return updated instanceof Promise ? updated.then(report) : report();
}

/** How long the endpoint wants to be left alone, where it has refused the event and says so. */
function retryAfterOf(
  { clock, retries }: Engine,
  { headers, fault }: ExchangeResult,
  code: MadeCode,
): number | undefined {
  if (fault !== undefined || code === "delivered" || code === "gone") return undefined;
  return parseRetryAfter(headers["retry-after"], clock.now(), retries.maxRetryAfterMs);
}

/** The attempt under the number that it has among all of its event and endpoint. */
function asRecorded(attempt: Attempt, attemptsBefore = 0): Attempt {
  if (attemptsBefore === 0) return attempt;
  const { number, nextNumber } = attempt;
  return {
    ...attempt,
    number: number + attemptsBefore,
    ...(nextNumber !== undefined && { nextNumber: nextNumber + attemptsBefore }),
  };
}

/** Makes one attempt, where the endpoint wants it and may be tried. It does not reject. */
export async function attemptOnce(engine: Engine, order: Order): Promise<Attempt> {
  const { clock, retries } = engine;
  const { endpoint, event, number, signal, attemptsBefore } = order;
  if (!endpoint.active) return unmade(engine, order, "endpoint_inactive");
  if (!isSubscribed(endpoint.eventTypes, event.type)) {
    return unmade(engine, order, "event_type_not_subscribed");
  }
  if (number === 1 && engine.attempts) await rememberEvent(engine, event);
  const entered = engine.lanes.enter(endpoint, number === 1, signal);
  const leave = entered instanceof Promise ? await entered : entered;
  if (!leave) return unmade(engine, order, signal?.aborted ? "cancelled" : "sender_closed", 0);
  try {
    const judged = letIn(engine, endpoint);
    const admission = judged instanceof Promise ? await judged : judged;
    if ("code" in admission) return unmade(engine, order, admission.code, admission.waitMs);
    const startedAt = new Date(clock.now());
    const startMs = performance.now();
    const reply = await deliver(engine, endpoint, event, startedAt, signal);
    const durationMs = performance.now() - startMs;
    const { status, headers, body, fault } = reply;
    const code = codeOf(reply);
    const retryAfterMs = retryAfterOf(engine, reply, code);
    const settled = settleEndpoint(engine, order, code, status, retryAfterMs);
    const state = settled instanceof Promise ? await settled : settled;
    const mayRetry = isRetried(code) && !state?.disabled;
    const nextMs = mayRetry ? nextAttemptMs(number, retryAfterMs, retries, clock) : undefined;
    const attempt = {
      endpointId: endpoint.id,
      eventId: event.id,
      eventType: event.type,
      number,
      startedAt,
      durationMs,
      code,
      status,
      error: sentenceOf(code, fault),
      replyHeaders: headers,
      replyBody: body,
      nextAttemptAt: nextMs === undefined ? undefined : new Date(nextMs),
      nextNumber: nextMs === undefined ? undefined : number + 1,
    };
    const told = asRecorded(attempt, attemptsBefore);
    if (engine.attempts) await rememberAttempt(engine, told);
    engine.tellAttempt(told);
    return attempt;
  } finally {
    leave();
  }
}
