import type { Soon } from "./attempt.ts";
import { type Claim, type ClaimAttempt, claimDelivery } from "./claim.ts";
import type { Delivery } from "./delivery.ts";
import type { HandlerContext } from "./event.ts";
import type { Endpoint } from "./flow.ts";
import type { Outcome, OutcomeKind } from "./outcome.ts";
import { asReply, duplicateReply, errorReply, type Reply, receivedReply } from "./reply.ts";
import { type Routed, route } from "./route.ts";
import type { Verified } from "./verify.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/** One event of a verified delivery. */
export interface EventPart {
  /** Of the delivery, with the event's own id and type. */
  readonly verified: Verified;
  readonly delivery: Delivery;
  /** By which it is known when it has no id. */
  readonly content: Uint8Array;
  /** @throws WebhookError `payload_malformed` */
  readonly payload: () => unknown;
  /** In a batch. */
  readonly place?: number;
}

/** What is known of an event when its outcome is reported. */
type Findings = Partial<Pick<Outcome, "storeError" | "late" | "error">>;

/** Reports what became of an event, and passes its answer on. */
export type Finish = (kind: OutcomeKind, reply: Reply, findings?: Findings) => Reply;

/** Takes the place of {@link route} for what has a handler, where its answer does not wait for that. */
export type Postpone = (part: EventPart, context: HandlerContext, finish: Finish) => Soon<Routed>;

/** The kind of outcome that an answer makes which is no success. */
export const kindOf = ({ status }: { readonly status: number }): OutcomeKind =>
  status < 500 ? "refused" : "failed";

/** Whatever was thrown, as an error of ours. */
export const asWebhookError = (thrown: unknown): WebhookError =>
  isWebhookError(thrown)
    ? thrown
    : new WebhookError("handler_failed", "the receiver failed", { cause: thrown });

/** Makes what reports the outcome of an event, or of a delivery that came to none. */
export function finisher(
  { report, provider }: Endpoint,
  startedAt: number,
  verified: Verified | undefined,
): Finish {
  const { id, type, secretLabel, form } = verified ?? {};
  return (kind, reply, findings) => {
    report?.({
      kind,
      provider: provider.id,
      status: reply.status,
      durationMs: performance.now() - startedAt,
      id,
      type,
      secretLabel,
      form,
      code: findings?.error?.code,
      ...findings,
    });
    return reply;
  };
}

/** Reports what was thrown as the outcome, and answers so. */
export function fail(
  finish: Finish,
  thrown: unknown,
  retryAfterMs?: number,
  findings?: Findings,
): Reply {
  const error = asWebhookError(thrown);
  return finish(kindOf(error), errorReply(error, retryAfterMs), { error, ...findings });
}

/**
 * Claims an event, runs its handler, and settles the claim. Never rejects.
 *
 * @param timeoutMs what is left of the endpoint's
 */
export function processEvent(
  endpoint: Endpoint,
  part: EventPart,
  startedAt: number,
  timeoutMs: number = endpoint.timeoutMs,
): Soon<Reply> {
  const { store } = endpoint;
  const { verified } = part;
  const finish = finisher(endpoint, startedAt, verified);
  const go = (attempt: ClaimAttempt): Soon<Reply> => {
    if (attempt.state === "claimed") return run(endpoint, part, attempt.claim, timeoutMs, finish);
    if (attempt.state === "in_progress") {
      return fail(finish, new WebhookError("delivery_in_progress"), attempt.retryAfterMs);
    }
    const reply = attempt.reply ?? receivedReply(endpoint, verified.id);
    return finish("duplicate", duplicateReply(reply));
  };
  const answer = store
    ? claimDelivery(endpoint, store, part).then(go)
    : run(endpoint, part, undefined, timeoutMs, finish);
  return answer instanceof Promise ? answer.catch((thrown) => fail(finish, thrown)) : answer;
}

/**
 * Makes the signal when it is asked for: that costs as much as verifying, and few handlers look at it. A class, for of
 * each literal with a getter V8 keeps the shape until a full collection.
 */
class LazyContext implements HandlerContext {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}

/**
 * Runs the handler and settles the claim by how it ends. Settling hangs on the work, not on the answer: a handler
 * that outlives its time is answered for, and its claim is settled when it does end. Where nothing has to be waited for, the
 * answer is there at once.
 */
function run(
  endpoint: Endpoint,
  part: EventPart,
  claim: Claim | undefined,
  timeoutMs: number,
  finish: Finish,
): Soon<Reply> {
  const context = new LazyContext();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late: true | undefined;

  const giveUp = (thrown: unknown): Soon<Reply> => {
    clearTimeout(timer);
    return settled(claim?.release(), (storeError) => fail(finish, thrown, 0, { storeError, late }));
  };

  const succeed = (routed: Routed): Soon<Reply> => {
    clearTimeout(timer);
    const { reply, error } = replyOf(routed);
    const sent = reply ?? receivedReply(endpoint, part.verified.id);
    // With such an answer the handler asks to be tried again, so there is nothing to remember.
    const isTurnedAway = sent.status >= 500;
    return settled(isTurnedAway ? claim?.release() : claim?.complete(reply), (storeError) => {
      const findings = { error, storeError, late };
      if (isTurnedAway) return finish("failed", sent, findings);
      if (routed?.isKnown) return finish("duplicate", duplicateReply(sent), findings);
      return finish(!routed ? "ignored" : endpoint.queue ? "queued" : "processed", sent, findings);
    });
  };

  let routing: Soon<Routed>;
  try {
    routing = endpoint.queue
      ? import("./enqueue-event.ts").then(({ enqueueEvent }) => enqueueEvent(endpoint, part))
      : (endpoint.postpone?.(part, context, finish) ?? route(endpoint, part, context));
  } catch (thrown) {
    return giveUp(thrown);
  }
  if (!(routing instanceof Promise)) return succeed(routing);
  return new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      const timeout = new WebhookError("handler_timeout");
      reject(timeout);
      context.abort(timeout);
    }, timeoutMs);
    (routing as Promise<Routed>).then(succeed, giveUp).then(resolve, reject);
  });
}

/** Goes on when the claim is settled, or at once where there is none. */
const settled = <T>(
  settling: ReturnType<Claim["release"]> | undefined,
  then: (storeError?: WebhookError) => T,
): Soon<T> => (settling ? settling.then(then) : then());

/** The reply that the handler asked for. One that can't be sent is reported, for the handler's work is done. */
export function replyOf(routed: Routed): { reply?: Reply | undefined; error?: WebhookError } {
  try {
    return { reply: asReply(routed?.result) };
  } catch (error) {
    return { error: error as WebhookError };
  }
}
