import type { Delivery } from "./delivery.ts";

/** What a verified delivery tells. */
export interface WebhookEvent<
  Type extends string | undefined = string | undefined,
  Payload = unknown,
> {
  /** The provider's id. */
  readonly provider: string;
  /** The delivery's id, where the provider gives one. */
  readonly id: string | undefined;
  readonly type: Type;
  /** When it was signed, where the provider says so. */
  readonly timestamp: Date | undefined;
  /** The parsed body, and that of XML as text; what the schema made of it, where there is one. */
  readonly payload: Payload;
  /** Which secret matched: its name in a record, else its place in the list. */
  readonly secretLabel: string | number | undefined;
  /** The delivery with the exact bytes that were signed. */
  readonly delivery: Delivery;
}

/** What a handler gets beside the event. */
export interface HandlerContext {
  /** Aborted when the handler has outlived the receiver's `timeoutMs`. */
  readonly signal: AbortSignal;
}

/**
 * Does the work for one event. What it returns is awaited. A returned `Reply` is sent as the answer. A thrown
 * error makes the provider try again, and so does a reply whose status is 500 or more.
 */
export type Handler<Type extends string | undefined = string | undefined, Payload = unknown> = (
  event: WebhookEvent<Type, Payload>,
  context: HandlerContext,
) => unknown;

/** Event type -> handler; `"*"` takes the types that have none. */
export type Handlers<Events extends object, Rest = unknown> = {
  readonly [Type in keyof Events & string]?: Handler<Type, Events[Type]>;
} & { readonly "*"?: Handler<string | undefined, Rest> };

/** The event map of a union whose members tell their type in one property: `EventsByType<Stripe.Event>`. */
export type EventsByType<Union, Property extends keyof Union = "type" & keyof Union> = {
  [Member in Union as Member[Property] & string]: Member;
};
