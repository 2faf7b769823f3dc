import { assertProviderSecrets } from "./assert-secrets.ts";
import type { Handler } from "./event.ts";
import { type Endpoint, receive } from "./flow.ts";
import type { Incoming } from "./incoming.ts";
import type { Outcome } from "./outcome.ts";
import { readStream } from "./read-stream.ts";
import type {
  EndpointOptions,
  ReceiverOptions,
  SchemaReceiverOptions,
  SchemasReceiverOptions,
} from "./receiver-options.ts";
import type { Reply } from "./reply.ts";
import type { SchemaByType, StandardSchema } from "./schema.ts";
import { labelSecrets } from "./secrets.ts";
import { WebhookError } from "./webhook-error.ts";

/** Takes deliveries in for one endpoint. Its functions can be passed on without it. */
export interface Receiver {
  /** Takes one delivery and says what to answer. Never rejects. */
  readonly receive: (incoming: Incoming) => Promise<Reply>;
  /** The same for hosts that speak Fetch: `Bun.serve`, `Deno.serve`, workers, route handlers. Never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
}

type AnyOptions = EndpointOptions & {
  readonly on: object;
  readonly schema?: StandardSchema | SchemaByType | undefined;
};

/** Beyond the handler's time: for the store, and for clocks that differ. */
const leaseMarginMs = 5000;
const dayMs = 86_400_000;

/** What `setTimeout` takes. */
const maxTimeoutMs = 2_147_483_647;

function positive(name: keyof EndpointOptions, value: number, most: number = maxTimeoutMs): number {
  if (value > 0 && value <= most) return value;
  throw new WebhookError("option_invalid", `${name} is not a positive number in range`);
}

/** Keeps `onOutcome` from changing an answer, whether it throws or rejects. */
function reporter(onOutcome: EndpointOptions["onOutcome"]): (outcome: Outcome) => void {
  return (outcome) => {
    try {
      Promise.resolve(onOutcome?.(outcome)).catch(() => undefined);
    } catch {
      // The answer is settled.
    }
  };
}

function handlersOf({ on }: AnyOptions): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>(Object.entries(on ?? {}));
  for (const [type, handler] of handlers) {
    if (typeof handler !== "function") {
      throw new WebhookError("option_invalid", `the handler of "${type}" is not a function`);
    }
  }
  return handlers;
}

function endpointOf(options: AnyOptions): Endpoint {
  const { provider, store, scope = "default", claimBy = "id", schema, onOutcome } = options;
  const { secret, form, tolerance = 0, url } = options;
  if (typeof secret !== "function") assertProviderSecrets(provider, secret, form);
  const secrets = typeof secret === "function" ? undefined : labelSecrets(secret);
  const handlers = handlersOf(options);
  if (!(tolerance >= 0)) throw new WebhookError("option_invalid", "tolerance is not in seconds");
  if (url === undefined && JSON.stringify(provider).includes("{url}")) {
    throw new WebhookError("option_invalid", `url is needed: ${provider.id} signs it`);
  }
  const timeoutMs = positive("timeoutMs", options.timeoutMs ?? 25_000);
  return {
    provider,
    verification: { ...options },
    secrets,
    store,
    scope,
    claimBy,
    handlers,
    schema,
    timeoutMs,
    leaseMs: timeoutMs + leaseMarginMs,
    maxBodyBytes: positive("maxBodyBytes", options.maxBodyBytes ?? 10 * 1024 * 1024),
    storeTimeoutMs: positive("storeTimeoutMs", options.storeTimeoutMs ?? 2000),
    completedTtlMs: positive("completedTtlMs", options.completedTtlMs ?? 7 * dayMs, 36_500 * dayMs),
    report: reporter(onOutcome),
  };
}

function incomingOf(request: Request): Incoming {
  const { method, url, headers } = request;
  const body = async (maxBytes: number): Promise<Uint8Array> => {
    if (request.bodyUsed) {
      throw new WebhookError("body_unavailable", "the request's body was already read");
    }
    return readStream(request.body, maxBytes);
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
  return {
    receive: (incoming) => receive(endpoint, incoming),
    fetch: async (request) => {
      const { status, headers, body } = await receive(endpoint, incomingOf(request));
      return new Response(body as BodyInit | null, { status, headers });
    },
  };
}
