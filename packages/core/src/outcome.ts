import type { WebhookError, WebhookErrorCode } from "./webhook-error.ts";

/**
 * What became of a delivery.
 *
 * - `processed`: its handler ran to its end. With `late`, after the provider had been told `handler_timeout`.
 * - `queued`: it is a durable job; its handler's outcome is reported when that has run.
 * - `answered`: by `answerFirst`, before its handler has run; its handler's outcome is reported when that has ended. If
 *   none is, the host has died, and the event with it.
 * - `ignored`: no handler is registered for its type; answered 200.
 * - `duplicate`: it was completed before; its reply was given again.
 * - `handshake`: a challenge, answered.
 * - `refused`: not accepted (status 4xx).
 * - `failed`: our side failed, or the handler answered so (status 5xx); the provider will try again.
 */
export type OutcomeKind =
  | "processed"
  | "queued"
  | "answered"
  | "ignored"
  | "duplicate"
  | "handshake"
  | "refused"
  | "failed";

/** The report of one delivery, for logs and metrics. It holds no payload, secret or signature. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly provider: string;
  readonly status: number;
  readonly durationMs: number;
  /** Known once the delivery was verified. */
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly secretLabel?: string | number | undefined;
  readonly form?: string | undefined;
  /** Why it was refused or failed; `error.cause` is what a handler or store threw. */
  readonly code?: WebhookErrorCode | undefined;
  readonly error?: WebhookError | undefined;
  /**
   * The store failed (or the lease was lost) after the handler had ended; the answer did not change. A store that failed
   * is told again while the lease lives.
   */
  readonly storeError?: WebhookError | undefined;
  readonly late?: boolean | undefined;
  /**
   * Of a receiver with `answerFirst`: had the provider been told that all is well? Then it does not try again, whatever
   * `status` says. `false` where the host gave no `waitUntil`, and for what came to no handler.
   */
  readonly answeredFirst?: boolean | undefined;
}
