import type { CloseOptions, QueueHealth } from "@hooks/queue";
import type { EndpointState, EventOf, EventsByType } from "@hooks/sender";
import type { ReplayFilter } from "./attempted-deliveries.ts";
import type { StartOptions } from "./dispatcher-options.ts";
import type { OutboxHealth } from "./outbox.ts";
import type { Replay, ReplayOptions } from "./replay.ts";
import type { Sql } from "./sql.ts";

/** How one event is published. */
export interface PublishOptions {
  /** Whose event it is, where one source of endpoints serves many tenants: it is passed to the source. */
  readonly tenant?: string | undefined;
  /**
   * A transaction of the application: the event is published if it commits, and when it has.
   *
   * Needs the option `outbox`.
   */
  readonly tx?: Sql | undefined;
}

/** What publishing has done. */
export interface Published {
  readonly eventId: string;
  /** Deliveries that are new: one for each endpoint. 0 in a transaction, for they come after it. */
  readonly added: number;
  /** Deliveries that were known: the event was published before. */
  readonly known: number;
}

/** How an endpoint is that is not well. */
export interface EndpointHealth extends EndpointState {
  readonly id: string;
}

/** What a health endpoint may show: counts and the ids of endpoints, no URL and no payload. */
export interface DispatcherHealth extends QueueHealth {
  /** Endpoints that were failing when this process last tried them: at most 100. */
  readonly unwell: readonly EndpointHealth[];
  readonly outbox?: OutboxHealth;
}

/** How an endpoint is given another chance. */
export interface EnableOptions {
  /** Put back what was given up because the endpoint was disabled, switched off or unknown; default `true`. */
  readonly retryMissed?: boolean | undefined;
}

/** Publishes events to all endpoints that subscribe to them, through a queue. */
export interface Dispatcher<Events extends EventsByType = EventsByType> {
  /**
   * Resolves when each delivery is as durable as the queue makes it, or the event is left in the transaction.
   *
   * Idempotent by the event's `id`, for as long as the queue knows the deliveries: publishing again adds what is missing
   * and nothing else. So after an error or a crash the same call again is safe.
   *
   * @throws SenderError `event_invalid`, `event_too_large`; DispatcherError `event_id_reused`, `option_missing`; the
   * queue's, the source's and the transaction's own errors
   */
  readonly publish: (event: EventOf<Events>, options?: PublishOptions) => Promise<Published>;
  /** Delivers from now on, and publishes what is in the outbox. Once; to use more slots, start more processes. */
  readonly start: (options?: StartOptions) => void;
  /**
   * Enqueues deliveries again that were attempted before.
   *
   * @throws DispatcherError `option_missing`, `option_invalid`, `replay_too_large`
   */
  readonly replay: (filter: ReplayFilter, options?: ReplayOptions) => Promise<Replay>;
  /**
   * Gives an endpoint another chance that was disabled.
   *
   * @returns how many deliveries were put back
   */
  readonly enableEndpoint: (endpointId: string, options?: EnableOptions) => Promise<number>;
  /** How the queue, the endpoints and the outbox are. */
  readonly health: () => Promise<DispatcherHealth>;
  /**
   * Begins no further delivery and waits for those that are under way, as the queue's worker does. The queue, the sender
   * and the stores stay open: close them after it.
   */
  readonly close: (options?: CloseOptions) => Promise<void>;
}
