import { type Claim, claimDelivery } from "./claim.ts";
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
export type Postpone = (
  part: EventPart,
  context: HandlerContext,
  finish: Finish,
) => Routed | Promise<Routed>;

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
  return (kind, reply, findings = {}) => {
    report({
      kind,
      provider: provider.id,
      status: reply.status,
      durationMs: performance.now() - startedAt,
      id: verified?.id,
      type: verified?.type,
      secretLabel: verified?.secretLabel,
      form: verified?.form,
      code: findings.error?.code,
      ...findings,
    });
    return reply;
  };
}

/**
 * Claims an event, runs its handler, and settles the claim. Never rejects.
 *
 * @param timeoutMs what is left of the endpoint's
 */
export async function processEvent(
  endpoint: Endpoint,
  part: EventPart,
  startedAt: number,
  timeoutMs: number = endpoint.timeoutMs,
): Promise<Reply> {
  const { verified } = part;
  const finish = finisher(endpoint, startedAt, verified);
  let retryAfterMs: number | undefined;
  try {
    const attempt = await claimDelivery(endpoint, part);
    if (attempt.state === "done") {
      const reply = attempt.reply ?? receivedReply(endpoint, verified.id);
      return finish("duplicate", duplicateReply(reply));
    }
    if (attempt.state === "in_progress") {
      retryAfterMs = attempt.retryAfterMs;
      throw new WebhookError("delivery_in_progress");
    }
    return await run(endpoint, part, attempt.claim, timeoutMs, finish);
  } catch (thrown) {
    const error = asWebhookError(thrown);
    return finish(kindOf(error), errorReply(error, retryAfterMs), { error });
  }
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
 * that outlives its time is answered for, and its claim is settled when it does end.
 */
function run(
  endpoint: Endpoint,
  part: EventPart,
  claim: Claim,
  timeoutMs: number,
  finish: Finish,
): Promise<Reply> {
  const context = new LazyContext();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRouted = false;
  let late: true | undefined;

  const endClock = (): void => {
    isRouted = true;
    clearTimeout(timer);
  };

  const work = async (): Promise<Reply> => {
    let routed: Routed;
    try {
      const routing = endpoint.queue
        ? import("./enqueue-event.ts").then(({ enqueueEvent }) => enqueueEvent(endpoint, part))
        : (endpoint.postpone?.(part, context, finish) ?? route(endpoint, part, context));
      routed = routing instanceof Promise ? await routing : routing;
      endClock();
    } catch (thrown) {
      endClock();
      const error = asWebhookError(thrown);
      const storeError = await claim.release();
      return finish(kindOf(error), errorReply(error), { error, storeError, late });
    }
    const { reply, error } = replyOf(routed);
    const sent = reply ?? receivedReply(endpoint, part.verified.id);
    // With such an answer the handler asks to be tried again, so there is nothing to remember.
    const isTurnedAway = sent.status >= 500;
    const storeError = await (isTurnedAway ? claim.release() : claim.complete(reply));
    if (routed?.isKnown) return finish("duplicate", duplicateReply(sent), { storeError, late });
    const kind = routed === undefined ? "ignored" : endpoint.queue ? "queued" : "processed";
    return finish(isTurnedAway ? kindOf(sent) : kind, sent, { error, storeError, late });
  };

  const answer = work();
  // A handler that waits for nothing needs no clock.
  if (isRouted) return answer;
  return new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      const timeout = new WebhookError("handler_timeout");
      reject(timeout);
      context.abort(timeout);
    }, timeoutMs);
    answer.then(resolve, reject);
  });
}

/** The reply that the handler asked for. One that can't be sent is reported, for the handler's work is done. */
export function replyOf(routed: Routed): { reply?: Reply | undefined; error?: WebhookError } {
  try {
    return { reply: asReply(routed?.result) };
  } catch (error) {
    return { error: error as WebhookError };
  }
}
