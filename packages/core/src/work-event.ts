import { partsOf } from "./batch.ts";
import { DeliveryReader } from "./delivery-reader.ts";
import type { HandlerContext } from "./event.ts";
import type { EventFacts, QueuedEvent } from "./event-queue.ts";
import type { Endpoint } from "./flow.ts";
import { asWebhookError, type EventPart, finisher, kindOf, replyOf } from "./process-event.ts";
import { errorReply, receivedReply } from "./reply.ts";
import { parsePayload, route } from "./route.ts";
import type { Verified } from "./verify.ts";
import { WebhookError } from "./webhook-error.ts";

/** What a queue takes for an error that no further attempt can mend. */
function deadNow({ code, message }: WebhookError): Error {
  return Object.assign(new Error(message), { name: "DeadNow", code });
}

/** With these a handler speaks to the queue itself. */
const isForTheQueue = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.name === "RetryLater" || thrown.name === "DeadNow");

/** The event that a job holds. */
async function eventOf(
  { provider }: Endpoint,
  facts: EventFacts,
  body: Uint8Array,
): Promise<EventPart> {
  const { method, url, headers, id, type, timestampMs, secretLabel, form, place } = facts;
  const delivery = { method, url, headers, body };
  const claims = facts.claims === null ? undefined : JSON.parse(facts.claims);
  const verified: Verified = {
    provider: provider.id,
    id: id ?? undefined,
    type: type ?? undefined,
    timestamp: timestampMs === null ? undefined : new Date(timestampMs),
    secretLabel,
    form: form ?? undefined,
    ...(claims && { claims }),
  };
  const reader = new DeliveryReader(delivery, claims);
  if (place !== null && provider.batch) {
    const part = (await partsOf(provider.batch, reader, verified))[place];
    if (part) return part;
  }
  return { verified, delivery, content: body, payload: () => parsePayload(reader, provider) };
}

/**
 * Runs the handler of an event that was enqueued, and reports the outcome.
 *
 * @throws what has the queue try again, or give up an event that can't be handled
 */
export async function workEvent(
  endpoint: Endpoint,
  { data, body = new Uint8Array() }: QueuedEvent,
  context: HandlerContext,
): Promise<void> {
  const startedAt = performance.now();
  const facts = data as EventFacts;
  if (facts?.provider !== endpoint.provider.id) {
    throw new WebhookError("option_invalid", "the job is another receiver's");
  }
  const part = await eventOf(endpoint, facts, body);
  const finish = finisher(endpoint, startedAt, part.verified);
  try {
    const routed = await route(endpoint, part, { signal: context.signal });
    const { reply, error } = replyOf(routed);
    if (reply && kindOf(reply) === "failed") {
      throw new WebhookError("handler_failed", `the handler has answered ${reply.status}`);
    }
    const received = receivedReply(endpoint, part.verified.id);
    finish(routed === undefined ? "ignored" : "processed", received, { error });
  } catch (thrown) {
    const error = asWebhookError(thrown);
    finish(kindOf(error), errorReply(error), { error });
    if (isForTheQueue(error.cause)) throw error.cause;
    throw error.code.startsWith("payload_") ? deadNow(error) : error;
  }
}
