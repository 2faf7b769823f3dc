import { type GuardOptions, isGuardError, checkUrl as judgeUrl } from "@hooks/ssrf-guard";
import { SenderError } from "./sender-error.ts";

const maxLength = 2048;

/**
 * Checks where an endpoint says it is.
 *
 * @throws SenderError `endpoint_invalid`, its field `url`
 */
export function checkUrl(text: string, options: GuardOptions): URL {
  const invalid = (message: string): SenderError =>
    new SenderError("endpoint_invalid", "url", message);
  if (typeof text !== "string" || text === "") throw invalid("is no text");
  if (text.length > maxLength) throw invalid(`is longer than ${maxLength} characters`);
  try {
    return judgeUrl(text, options);
  } catch (error) {
    if (isGuardError(error)) throw invalid(error.message);
    throw error;
  }
}
