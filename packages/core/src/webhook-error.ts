/** The one table of codes: what can go wrong, and the HTTP status that says so. */
const statusByCode = {
  method_not_allowed: 405,
  body_too_large: 413,
  body_encoding_unsupported: 415,
  body_malformed: 400,
  body_timeout: 408,
  body_unavailable: 500,
  signature_missing: 401,
  signature_malformed: 401,
  signature_mismatch: 401,
  timestamp_malformed: 401,
  timestamp_too_old: 401,
  timestamp_in_future: 401,
  handshake_refused: 403,
  delivery_in_progress: 409,
  delivery_id_reused: 422,
  store_failed: 503,
  queue_failed: 503,
  payload_malformed: 400,
  payload_invalid: 422,
  handler_timeout: 503,
  handler_failed: 500,
  secret_invalid: 500,
  secret_unavailable: 503,
  keys_unavailable: 503,
  option_invalid: 500,
} as const;

/** Every code a {@link WebhookError} can carry; the list is closed. */
export type WebhookErrorCode = keyof typeof statusByCode;

/**
 * The only error class of this project.
 *
 * `code` is for programs, `status` is the HTTP status of the reply, `message` is for the log. None of them,
 * nor `cause` where core sets it, holds a secret, a payload or a signature.
 */
export class WebhookError extends Error {
  override readonly name = "WebhookError";
  declare readonly code: WebhookErrorCode;
  declare readonly status: number;

  constructor(code: WebhookErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, { code, status: statusByCode[code] });
  }
}

/** Is `x` a {@link WebhookError}, from whichever copy of this package it comes? */
export function isWebhookError(x: unknown): x is WebhookError {
  return x instanceof Error && x.name === "WebhookError" && "code" in x;
}
