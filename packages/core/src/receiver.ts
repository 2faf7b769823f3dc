import { type AnyOptions, endpointOf } from "./endpoint-of.ts";
import type { HandlerContext } from "./event.ts";
import type { QueuedEvent } from "./event-queue.ts";
import { receive } from "./flow.ts";
import type { Host } from "./host.ts";
import type { BodyReader, Incoming } from "./incoming.ts";
import { readStream } from "./read-stream.ts";
import type {
  ReceiverOptions,
  SchemaReceiverOptions,
  SchemasReceiverOptions,
} from "./receiver-options.ts";
import type { Reply } from "./reply.ts";
import type { SchemaByType, StandardSchema } from "./schema.ts";
import { toResponse } from "./to-response.ts";
import { WebhookError } from "./webhook-error.ts";

/** Takes deliveries in for one endpoint. Its functions can be passed on without it. */
export interface Receiver {
  /**
   * Takes one delivery and says what to answer. Never rejects.
   *
   * @param host for `answerFirst`; without one, the handler runs before the answer
   */
  readonly receive: (incoming: Incoming, host?: Host) => Promise<Reply>;
  /**
   * The same for hosts that speak Fetch: `Bun.serve`, `Deno.serve`, workers, route handlers. Never rejects.
   *
   * @param host whatever the host passes beside the request, such as a worker's `env` and `ctx`: for `answerFirst`, the
   * first that has `waitUntil` is the {@link Host}
   */
  readonly fetch: (request: Request, ...host: readonly unknown[]) => Promise<Response>;
  /**
   * Runs the handler of an event that this receiver has put into its queue: `queue.process(receiver.work)`. Handlers may
   * throw the queue's `RetryLater` and `DeadNow`.
   *
   * @throws WebhookError what has the queue try again: `handler_failed`; `option_invalid` for another receiver's job
   */
  readonly work: (job: QueuedEvent, context: HandlerContext) => Promise<void>;
}

function incomingOf(request: Request): Incoming {
  const { method, url, headers } = request;
  const body: BodyReader = async (maxBytes, onAbandoned) => {
    if (request.bodyUsed || request.body?.locked) {
      throw new WebhookError("body_unavailable", "the request's body was already read");
    }
    return readStream(request.body, maxBytes, onAbandoned);
  };
  return { method, url, headers, body };
}

/**
 * Makes the receiver of one endpoint.
 *
 * Payloads are typed by a schema per event type, by one schema for all, or by a type parameter
 * (`createReceiver<EventPayloadMap>({ … })`); where the types are closed, a misspelt event type is an error.
 *
 * @throws WebhookError `secret_invalid`, `option_invalid`: at creation, so that a wrong configuration doesn't start
 */
export function createReceiver<Events extends object = Record<string, unknown>>(
  options: ReceiverOptions<Events>,
): Receiver;
export function createReceiver<Schema extends StandardSchema>(
  options: SchemaReceiverOptions<Schema>,
): Receiver;
export function createReceiver<const Schemas extends SchemaByType>(
  options: SchemasReceiverOptions<Schemas>,
): Receiver;
export function createReceiver(options: AnyOptions): Receiver {
  const endpoint = endpointOf(options);
  const take = (incoming: Incoming, ...hosts: readonly unknown[]): Promise<Reply> =>
    endpoint.answerFirst
      ? import("./answer-first.ts").then(
          ({ answerFirst }) => answerFirst(receive, endpoint, incoming, hosts),
          () => receive(endpoint, incoming),
        )
      : receive(endpoint, incoming);
  return {
    receive: take,
    fetch: async (request, ...hosts) => toResponse(await take(incomingOf(request), ...hosts)),
    work: async (job, context) => {
      const { workEvent } = await import("./work-event.ts");
      return workEvent(endpoint, job, context);
    },
  };
}
