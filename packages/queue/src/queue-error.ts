/** What can go wrong with a queue; the list is closed. */
export const queueErrorCodes = [
  "job_invalid",
  "job_too_large",
  "job_id_reused",
  "job_active",
  "queue_full",
  "queue_closed",
  "storage_full",
  "storage_readonly",
  "storage_busy",
  "storage_evicts",
  "storage_failed",
  "schema_unsupported",
  "lease_lost",
  "option_invalid",
] as const;

/** Every code a {@link QueueError} can carry. */
export type QueueErrorCode = (typeof queueErrorCodes)[number];

/**
 * The only error class of the queues.
 *
 * - `job_invalid`: an id, a lane or data that no queue takes; `job_too_large`: over a bound of size
 * - `job_id_reused`: the id is known with other data, another body or another lane
 * - `job_active`: a handler holds the job, so that it can't be removed
 * - `queue_full`: the queue's own bound is reached; `storage_full`: the disk's or the server's is
 * - `storage_readonly`, `storage_busy` (locked by others for too long), `storage_evicts` (a Redis that may throw jobs
 *   away), `storage_failed` (anything else): the storage can't be used
 * - `schema_unsupported`: what is stored was written by an older or newer version
 * - `lease_lost`: the reason of a handler's signal when another may hold its job
 * - `queue_closed`: `close` was called, also as the reason of a handler's signal
 *
 * Neither `message` nor `cause` holds a payload. `cause` is the storage's own error, where there is one.
 */
export class QueueError extends Error {
  override readonly name = "QueueError";
  declare readonly code: QueueErrorCode;

  constructor(code: QueueErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, { code });
  }
}

/** Is `x` a {@link QueueError}, from whichever copy of this package it comes? */
export function isQueueError(x: unknown): x is QueueError {
  return x instanceof Error && x.name === "QueueError" && "code" in x;
}
