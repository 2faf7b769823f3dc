import type { Delivery } from "./delivery.ts";
import type { Handlers } from "./event.ts";
import type { EventQueue } from "./event-queue.ts";
import type { KeyCache } from "./key-cache.ts";
import type { Outcome } from "./outcome.ts";
import type { OneOrMore, Provider } from "./provider.ts";
import type { EventsOfSchemas, SchemaByType, SchemaOutput, StandardSchema } from "./schema.ts";
import type { Secret } from "./secrets.ts";
import type { Store } from "./store.ts";

/** What every receiver is made of, whatever its events. */
export interface EndpointOptions {
  readonly provider: Provider;
  readonly secret: Secret;
  /** Remembers deliveries, so that each runs once. Without one, every delivery that verifies is processed. */
  readonly store?: Store | undefined;
  /**
   * Tells apart endpoints of one provider that share a store. Default `"default"`. Where one endpoint has many tenants,
   * whose ids may be the same, a function of the verified delivery that says whose it is.
   */
  readonly scope?: string | ((delivery: Delivery) => string) | undefined;
  /**
   * What makes two deliveries the same: the provider's delivery id (default), or the body. `"body"` also stops a
   * replay under another id, where the signature does not cover the id.
   */
  readonly claimBy?: "id" | "body" | undefined;
  /** Seconds that the timestamp may lie off, either way. Default: the provider's own. */
  readonly tolerance?: number | undefined;
  /** Default 10 MiB (10,485,760). */
  readonly maxBodyBytes?: number | undefined;
  /** How long a handler may take before the answer is 503 and its signal is aborted. Default 25,000. */
  readonly timeoutMs?: number | undefined;
  /** How long the store may take for one answer. Default 2,000. */
  readonly storeTimeoutMs?: number | undefined;
  /** How long a completed delivery is remembered. Default 7 days. */
  readonly completedTtlMs?: number | undefined;
  /** The public URL of this endpoint, where the provider signs it. */
  readonly url?: string | undefined;
  /** The only form to accept, where the provider signs in several. */
  readonly form?: string | undefined;
  /** Remembers and fetches the keys of a provider that publishes them. Default: a memory of the receiver's own. */
  readonly keys?: KeyCache | undefined;
  /**
   * Takes verified events as jobs, so that they are answered, by 202, before their handlers have run:
   * `queue.process(receiver.work)` runs them, in this process or another. What a handler returns is not sent.
   */
  readonly queue?: EventQueue | undefined;
  /**
   * An event whose handler throws, or whose host dies, is **not sent again**: the provider was told that all is well. The
   * answer is 202, or what the provider demands, as soon as the delivery is verified, claimed and as its schema wants it;
   * the handler runs after it, while the host is kept alive by its `waitUntil`. Where the host gives none, and for
   * batches, the handler runs before the answer, as without this. What a handler returns is not sent. To lose nothing,
   * take a `queue`.
   */
  readonly answerFirst?: "may-lose-events" | undefined;
  /**
   * What the provider has to say in a handshake that asks for it; several while it changes. Or what it wants to be told in
   * one, which is the first.
   */
  readonly verifyToken?: OneOrMore<string> | undefined;
  /**
   * Told of each handshake before it is answered, for those that bring something to keep, such as a secret. What it
   * throws makes the answer 500.
   */
  readonly onHandshake?:
    | ((handshake: { readonly challenge: string; readonly delivery: Delivery }) => unknown)
    | undefined;
  /** Told once what became of each delivery. What it throws is dropped. */
  readonly onOutcome?: ((outcome: Outcome) => unknown) | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** Options of a receiver whose events are given by a type: event type -> payload. */
export interface ReceiverOptions<Events extends object = Record<string, unknown>>
  extends EndpointOptions {
  readonly on: Handlers<Events>;
  readonly schema?: undefined;
}

/** Options of a receiver with one schema for all events. */
export interface SchemaReceiverOptions<Schema extends StandardSchema> extends EndpointOptions {
  readonly on: Handlers<Record<string, SchemaOutput<Schema>>, SchemaOutput<Schema>>;
  readonly schema: Schema;
}

/** Options of a receiver with a schema per event type; only those types, and `"*"`, can have handlers. */
export interface SchemasReceiverOptions<Schemas extends SchemaByType> extends EndpointOptions {
  readonly on: Handlers<EventsOfSchemas<Schemas>>;
  readonly schema: Schemas;
}
