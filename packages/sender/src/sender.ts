import type { Permission, PermissionRequest } from "./ask-permission.ts";
import type { Attempt, SendResult } from "./attempt.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EndpointState } from "./endpoint-state.ts";
import type { EventInput, EventOf, EventsByType, PreparedEvent } from "./event.ts";
import type { AttemptOptions, ResumeOptions, SendOptions } from "./sender-options.ts";

/** How a sender is closed. */
export interface CloseOptions {
  /** After these milliseconds attempts are cancelled. Default: their own deadline ends them. */
  readonly graceMs?: number | undefined;
}

/**
 * Sends events. Its functions can be passed on without it.
 *
 * They reject with a SenderError for bad input alone. Whatever the endpoint does is an outcome.
 */
export interface Sender<Events extends EventsByType = EventsByType> {
  /**
   * Delivers an event to an endpoint, and tries again as the schedule says, in this process.
   *
   * @param endpoint one that is passed along, or the id of one of the sender's
   */
  readonly send: (
    endpoint: Endpoint | string,
    event: EventOf<Events> | PreparedEvent,
    options?: ResumeOptions,
  ) => Promise<SendResult>;
  /** {@link send} for many endpoints: one result for each, in their order. None is delayed by another. */
  readonly sendAll: (
    endpoints: Iterable<Endpoint | string>,
    event: EventOf<Events>,
    options?: SendOptions,
  ) => Promise<readonly SendResult[]>;
  /**
   * Makes exactly one attempt, for a queue that keeps the event.
   *
   * @param number counted from 1; that of the next is in the result
   */
  readonly attempt: (
    endpoint: Endpoint | string,
    event: EventOf<Events> | PreparedEvent,
    number: number,
    options?: AttemptOptions,
  ) => Promise<Attempt>;
  /** Checks an event and makes its bytes, for a queue that keeps them. */
  readonly prepare: (event: EventOf<Events>, version?: string) => Promise<PreparedEvent>;
  /** Checks an endpoint, as sending to it does. @throws SenderError `endpoint_invalid`, `secret_invalid` */
  readonly checkEndpoint: (endpoint: Endpoint) => void;
  /**
   * Asks an endpoint's server whether it wants deliveries, before the endpoint is taken in: the handshake of the CloudEvents
   * specification of web hooks. It goes through the guard, and ends by the deadline, as an attempt does.
   */
  readonly askPermission: (
    endpoint: Endpoint | string,
    request: PermissionRequest,
  ) => Promise<Permission>;
  /** Waits until one more event may be under way, to this endpoint or to any: for whoever has many to send. */
  readonly ready: (endpointId?: string) => Promise<void>;
  /** What is remembered of an endpoint. */
  readonly endpointState: (endpointId: string) => Promise<EndpointState>;
  /** Gives a disabled endpoint another chance. */
  readonly enableEndpoint: (endpointId: string) => Promise<void>;
  /**
   * Takes no more events, lets the attempts that are under way end, and hands the others back: their results have the
   * code `sender_closed` and say which attempt was due when.
   */
  readonly close: (options?: CloseOptions) => Promise<void>;
  /** {@link close}, for `await using`. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** An event of any type, prepared or not. */
export type AnyEvent = EventInput | PreparedEvent;
