import type { Attempt } from "./attempt.ts";
import type { AttemptsStore } from "./attempts-store.ts";

/** Which failed events are asked for. */
export interface FailedEventsQuery {
  readonly endpointId: string;
  /** The last attempt was started then or later. */
  readonly from?: Date | undefined;
  /** The last attempt was started before. */
  readonly to?: Date | undefined;
  /** That of the page before. */
  readonly cursor?: string | undefined;
  /** Default 100, at most 1,000. */
  readonly limit?: number | undefined;
}

/** An event that an endpoint has not got, after all attempts so far. */
export interface FailedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly lastAttempt: Attempt;
  /** That of an attempt which follows; under the number of an earlier one it would not be kept. */
  readonly nextNumber: number;
}

/** A part of the failed events. */
export interface FailedEventsPage {
  readonly events: readonly FailedEvent[];
  /** For the next page; absent on the last. */
  readonly cursor?: string | undefined;
}

/** A store that can tell what to send again. */
export interface ReplayableStore extends AttemptsStore {
  /** The events whose last attempt at an endpoint failed, in the order in which it was started. */
  readonly findFailed: (query: FailedEventsQuery) => FailedEventsPage | Promise<FailedEventsPage>;
}
