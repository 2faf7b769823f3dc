/** How an attempt ended. The list is closed. */
export type AttemptCode = MadeCode | UnmadeCode;

/** How an attempt ended that was made: it counts, and it is recorded. */
export type MadeCode =
  /** The reply was 2xx. */
  | "delivered"
  /** Any other status that has no code of its own. */
  | "status_refused"
  /** 3xx, which is never followed. */
  | "redirect_refused"
  /** 410: the endpoint wants no more, and is disabled. */
  | "gone"
  /** 429. */
  | "rate_limited"
  /** The deadline passed, or the time to connect. */
  | "timeout"
  | "connection_refused"
  | "connection_reset"
  /** No way to the host, or another fault of the network. */
  | "connection_failed"
  | "tls_failed"
  | "dns_failed"
  /** The address is private, reserved or otherwise not to be reached; nothing was sent. */
  | "address_forbidden"
  /** The headers of the reply are larger than is read. A body that is larger is cut, and no fault. */
  | "reply_too_large"
  /** What came back is not HTTP. */
  | "reply_malformed"
  /** All of the endpoint's secrets have expired; nothing was sent. */
  | "secret_expired"
  /** The signer failed; nothing was sent. */
  | "signing_failed"
  /** The caller's signal was aborted. */
  | "cancelled";

/** Why no attempt was made. Its number is still to be used. */
export type UnmadeCode =
  | "endpoint_inactive"
  /** After a 410 or days of failures. */
  | "endpoint_disabled"
  | "event_type_not_subscribed"
  /** Most attempts of the last minutes failed; the next one is let through at `nextAttemptAt`. */
  | "circuit_open"
  /** The endpoint asked for time by Retry-After. */
  | "endpoint_paused"
  /** The sender is closed. What was still to be done is the caller's. */
  | "sender_closed"
  /** The sender holds as many events as it may. */
  | "sender_full";

/** One try to deliver one event to one endpoint, or the reason why there was none. It holds no secret and no signature. */
export interface Attempt {
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Counted from 1. */
  readonly number: number;
  readonly startedAt: Date;
  /** From before the name is looked up until the reply is read. */
  readonly durationMs: number;
  readonly code: AttemptCode;
  /** Of the reply. */
  readonly status?: number | undefined;
  /** One sentence for people, without addresses and other internals. */
  readonly error?: string | undefined;
  /** Names in lower case; several of one name are joined by ", ". `[redacted]` stands for secrets and signatures. */
  readonly replyHeaders: Readonly<Record<string, string>>;
  /** Its first 16 KB, `[redacted]` standing for secrets and signatures that it held. */
  readonly replyBody: Uint8Array;
  /** Absent where no further attempt is due. */
  readonly nextAttemptAt?: Date | undefined;
  /** The number of that attempt: the same again where this one was not made. */
  readonly nextNumber?: number | undefined;
}

/** What became of an event at one endpoint. */
export interface SendResult {
  readonly endpointId: string;
  readonly eventId: string;
  /** That of the last attempt, or why there was none. */
  readonly code: AttemptCode;
  /** Those that were made, in order. */
  readonly attempts: readonly Attempt[];
  /** Where the sender was closed or cancelled before the end: when the next one would have been. */
  readonly nextAttemptAt?: Date | undefined;
  readonly nextNumber?: number | undefined;
}

/** Was the attempt made? Those that were not are not recorded. */
export function isMade(code: AttemptCode): code is MadeCode {
  return !unmade.has(code);
}

const unmade: ReadonlySet<AttemptCode> = new Set<UnmadeCode>([
  "endpoint_inactive",
  "endpoint_disabled",
  "event_type_not_subscribed",
  "circuit_open",
  "endpoint_paused",
  "sender_closed",
  "sender_full",
]);
