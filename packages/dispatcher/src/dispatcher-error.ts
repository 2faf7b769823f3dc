/** Every code a {@link DispatcherError} can carry; the list is closed. */
export type DispatcherErrorCode =
  | "option_invalid"
  /** The event's id is known with other data. */
  | "event_id_reused"
  /** What was asked for needs the option `attempts` or `outbox`, which the dispatcher was made without. */
  | "option_missing"
  /** More deliveries match than one replay takes. */
  | "replay_too_large";

/** Thrown for what the caller has to change. It holds no payload and no secret. */
export class DispatcherError extends Error {
  override readonly name = "DispatcherError";
  readonly code: DispatcherErrorCode;

  constructor(code: DispatcherErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Is `x` a {@link DispatcherError}, from whichever copy of this package it comes? */
export function isDispatcherError(x: unknown): x is DispatcherError {
  return x instanceof Error && x.name === "DispatcherError" && "code" in x;
}
