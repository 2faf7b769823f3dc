import { SenderError } from "./sender-error.ts";

const maxLength = 2048;

/**
 * Checks where an endpoint says it is.
 *
 * @throws SenderError `endpoint_invalid`, its field `url`
 */
export function checkUrl(text: unknown, { allowHttp }: { readonly allowHttp: boolean }): URL {
  const invalid = (message: string): SenderError =>
    new SenderError("endpoint_invalid", "url", message);
  if (typeof text !== "string" || text === "") throw invalid("is no text");
  if (text.length > maxLength) throw invalid(`is longer than ${maxLength} characters`);
  // A parser drops the first, and takes the second for slashes.
  if (/[^\x21-\x7e\u00a1-\u{10ffff}]|\\/u.test(text)) {
    throw invalid("holds white space, control characters or backslashes");
  }
  const url = URL.parse(text);
  if (!url || !/^[a-z][a-z0-9+.-]*:\/\/[^/]/i.test(text)) throw invalid("has to be absolute");
  if (url.protocol !== "https:" && !(allowHttp && url.protocol === "http:")) {
    throw invalid(allowHttp ? "has to be https or http" : "has to be https");
  }
  if (url.username || url.password || /^[^/]*\/\/[^/?#]*@/.test(text)) {
    throw invalid("holds a user or a password");
  }
  if (text.includes("#")) throw invalid("has a fragment, which is never sent");
  return url;
}
