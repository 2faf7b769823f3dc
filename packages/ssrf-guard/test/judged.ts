import { checkUrl, type GuardErrorCode, type GuardOptions, isGuardError } from "../src/index.ts";

/** The code that a URL is refused with, or `undefined`. */
export function refusalOf(url: string, options?: GuardOptions): GuardErrorCode | undefined {
  try {
    checkUrl(url, options);
  } catch (error) {
    if (isGuardError(error)) return error.code;
    throw error;
  }
  return undefined;
}

/** Is the address refused, as the host of a URL? */
export const isForbidden = (address: string, options?: GuardOptions): boolean =>
  refusalOf(`https://${address.includes(":") ? `[${address}]` : address}/`, options) ===
  "address_forbidden";
