/** Every code a {@link SenderError} can carry; the list is closed. */
export type SenderErrorCode =
  /** An option of the sender. */
  | "option_invalid"
  | "endpoint_invalid"
  /** Empty, short, or not in the provider's format. */
  | "secret_invalid"
  | "event_invalid"
  /** The event's body is larger than the sender's limit. */
  | "event_too_large";

/** Thrown for bad input: it names the field, and holds no secret and no payload. */
export class SenderError extends Error {
  override readonly name = "SenderError";
  readonly code: SenderErrorCode;
  /** The path of what is wrong: `url`, `secrets.<label>`, `headers.host`, `data.user.id`. */
  readonly field: string;

  constructor(code: SenderErrorCode, field: string, message: string, options?: ErrorOptions) {
    super(`${field}: ${message}`, options);
    this.code = code;
    this.field = field;
  }
}

/** Is `x` a {@link SenderError}, from whichever copy of this package it comes? */
export function isSenderError(x: unknown): x is SenderError {
  return x instanceof Error && x.name === "SenderError" && "code" in x && "field" in x;
}
