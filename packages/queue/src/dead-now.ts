/** Why a job is given up. */
export interface DeadNowOptions {
  /** What `status` and `dead` show as the error's code: at most 64 of `a-z`, `A-Z`, `0-9` and `_`. */
  readonly code: string;
  /** What they show as its message. It is stored: no payload and no secret belongs into it. */
  readonly message?: string;
}

/** A handler throws or returns this when no further attempt can succeed: the job is dead at once. */
export class DeadNow extends Error {
  override readonly name = "DeadNow";
  declare readonly code: string;

  constructor({ code, message = code }: DeadNowOptions) {
    super(message);
    Object.assign(this, { code });
  }
}

/** Is `x` a {@link DeadNow}, from whichever copy of this package it comes? */
export function isDeadNow(x: unknown): x is DeadNow {
  return x instanceof Error && x.name === "DeadNow" && "code" in x;
}
