/** The one table of codes: what is refused or fails, and the sentence that says so. */
const sentenceByCode = {
  url_malformed: "the URL is malformed",
  scheme_forbidden: "the URL's scheme is not allowed",
  userinfo_forbidden: "the URL holds a user name or password",
  name_forbidden: "the URL's host name is not a public one",
  address_forbidden: "the address is not a public one",
  dns_failed: "the host name could not be resolved",
  connect_timeout: "the connection was not made in time",
  proxy_undecided: "the environment names a proxy, and it was not decided what to do about it",
  option_invalid: "an option is not valid",
} as const;

/** Every code a {@link GuardError} can carry; the list is closed. */
export type GuardErrorCode = keyof typeof sentenceByCode;

/**
 * The only error class of this package.
 *
 * `code` is for programs and `message` for people, customers included: neither says which address a name has
 * resolved to.
 */
export class GuardError extends Error {
  override readonly name = "GuardError";
  declare readonly code: GuardErrorCode;

  constructor(
    code: GuardErrorCode,
    message: string = sentenceByCode[code],
    options?: ErrorOptions,
  ) {
    super(message, options);
    Object.assign(this, { code });
  }
}

/** Is `x` a {@link GuardError}, from whichever copy of this package it comes? */
export function isGuardError(x: unknown): x is GuardError {
  return x instanceof Error && x.name === "GuardError" && "code" in x;
}
