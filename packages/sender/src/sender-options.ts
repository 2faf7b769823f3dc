import type { Provider } from "@hooks/core";
import type { SenderGuardOptions } from "./agents.ts";
import type { Attempt } from "./attempt.ts";
import type { AttemptsStore } from "./attempts-store.ts";
import type { BreakerPolicy } from "./breaker.ts";
import type { Clock } from "./clock.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EndpointPolicy } from "./endpoint-policy.ts";
import type { EndpointStates } from "./endpoint-state.ts";
import type { EventsByType, EventTypes } from "./event.ts";
import type { Report } from "./report.ts";
import type { RetryPolicy } from "./retry-policy.ts";
import type { Signer } from "./signer.ts";

/** How a sender is set up. */
export interface SenderOptions<Events extends EventsByType = EventsByType> {
  /** Whose scheme signs; its signature has to be in a header. Default Standard Webhooks. */
  readonly provider?: Provider | undefined;
  /** Signs instead of a provider's scheme. */
  readonly signer?: Signer | undefined;
  /** Those that may be named by their id. */
  readonly endpoints?: Iterable<Endpoint> | undefined;
  /** The application's event types: events are checked by them. */
  readonly events?: EventTypes<Events> | undefined;
  /** Remembers events and attempts. Default: nothing is remembered. */
  readonly attempts?: AttemptsStore | undefined;
  /** Remembers what is known of endpoints. Default: in this process. */
  readonly states?: EndpointStates | undefined;
  /** Milliseconds before each attempt. Default: ten attempts over 75 h 35 min. */
  readonly schedule?: RetryPolicy["schedule"] | undefined;
  /** What is added to a wait, at random between two shares of it. Default `[0.1, 0.2]`. */
  readonly jitter?: RetryPolicy["jitter"] | undefined;
  /** When an endpoint's attempts are held back. Default: 70 % of at least 10 failed in 5 minutes; for 30 s. */
  readonly breaker?: Partial<BreakerPolicy> | undefined;
  /** When an endpoint is spared and given up. */
  readonly endpointPolicy?: Partial<Omit<EndpointPolicy, "breaker">> | undefined;
  /** Attempts at the same time. Default 200. */
  readonly concurrency?: number | undefined;
  /** How many of these are kept for first attempts. Default a fifth. */
  readonly reserved?: number | undefined;
  /** Events under way, those that wait for their next attempt included. Default 10,000. */
  readonly maxPending?: number | undefined;
  /** Of these, to one endpoint. Default 1,000. */
  readonly maxPendingPerEndpoint?: number | undefined;
  /** For an attempt, from looking up the name to the last byte of the reply. Default 15,000. */
  readonly deadlineMs?: number | undefined;
  /** Default 5,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** What is kept of a reply's body. Default 16 KiB. */
  readonly maxReplyBytes?: number | undefined;
  /** The largest body that is sent. Default 256 KiB. */
  readonly maxBodyBytes?: number | undefined;
  /** Endpoints may have http URLs. Default false. */
  readonly allowHttp?: boolean | undefined;
  /** Which addresses may be reached: by default public ones alone. */
  readonly guard?: SenderGuardOptions | undefined;
  /** Certificate authorities (PEM) that are trusted, instead of those that Node trusts. */
  readonly certificateAuthorities?: string | readonly string[] | undefined;
  /** Default `hooks-sender/<version>`. */
  readonly userAgent?: string | undefined;
  /** Told each attempt that was made. What it throws changes nothing. */
  readonly onAttempt?: ((attempt: Attempt) => unknown) | undefined;
  /** Told what happens to endpoints, and what else should be known. What it throws changes nothing. */
  readonly onReport?: ((report: Report) => unknown) | undefined;
  /** For tests. */
  readonly clock?: Partial<Clock> | undefined;
}

/** How one event is sent. */
export interface SendOptions {
  /** Ends the attempt that is under way, and the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** How one attempt is made for a queue. */
export interface AttemptOptions extends SendOptions {
  /**
   * Attempts that were made before this schedule began: where an event is sent again that was given up. Then attempts
   * are told and recorded under the numbers behind those. Default 0.
   */
  readonly attemptsBefore?: number | undefined;
}

/** How an event is sent on that was handed back. */
export interface ResumeOptions extends SendOptions {
  /** The number of the first attempt. Default 1. */
  readonly number?: number | undefined;
}
