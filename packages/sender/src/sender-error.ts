/** Every code a {@link SenderError} can carry; the list is closed. */
export type SenderErrorCode =
  /** An option of the sender. */
  | "option_invalid"
  | "endpoint_invalid"
  /** Empty, short, or not in the provider's format. */
  | "secret_invalid"
  | "event_invalid"
  /** The event's body is larger than the sender's limit. */
  | "event_too_large"
  /** A store of attempts can't be opened, read or written. */
  | "store_failed"
  /** The disk or the store's bound leaves no room. */
  | "store_full"
  | "store_read_only"
  /** The store's file was written by an older or newer version of this package. */
  | "store_version_unsupported";

/** Thrown for bad input, and by stores: it names the field, and holds no secret and no payload. */
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
