import type { Attempt, AttemptCode } from "./attempt.ts";
import type { PreparedEvent } from "./event.ts";

/** Remembers events and the attempts to deliver them. A fault of it is reported, and changes no delivery. */
export interface AttemptsStore {
  /**
   * Keeps an event's bytes, once: a second time with the same id and version changes nothing.
   *
   * @returns whether it was new
   */
  readonly recordEvent: (event: PreparedEvent) => boolean | Promise<boolean>;
  /** Keeps an attempt. The event was recorded before. */
  readonly recordAttempt: (attempt: Attempt) => void | Promise<void>;
  /** The event as it was recorded; its body is `undefined` once it was dropped. */
  readonly findEvent: (
    id: string,
    version?: string,
  ) => RecordedEvent | undefined | Promise<RecordedEvent | undefined>;
  /** The attempts that match, the newest first. */
  readonly findAttempts: (query: AttemptsQuery) => AttemptsPage | Promise<AttemptsPage>;
  /**
   * Drops the bodies of events and replies that were recorded before a time. The rows stay.
   *
   * @returns how many events lost their body
   */
  readonly dropPayloads: (before: Date) => number | Promise<number>;
}

/** An event of a store. */
export interface RecordedEvent extends Omit<PreparedEvent, "body"> {
  readonly body?: Uint8Array | undefined;
}

/** Which attempts are asked for: all that match every member given. */
export interface AttemptsQuery {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  readonly code?: AttemptCode | undefined;
  /** Of the reply. */
  readonly status?: number | undefined;
  /** Started then or later. */
  readonly from?: Date | undefined;
  /** Started before. */
  readonly to?: Date | undefined;
  /** That of the page before. */
  readonly cursor?: string | undefined;
  /** Default 100, at most 1,000. */
  readonly limit?: number | undefined;
}

/** A part of the attempts that match. */
export interface AttemptsPage {
  readonly attempts: readonly Attempt[];
  /** For the next page; absent on the last. What is recorded meanwhile is neither skipped nor shown twice. */
  readonly cursor?: string | undefined;
}
