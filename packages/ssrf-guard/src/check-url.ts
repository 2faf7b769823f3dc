import { checkTarget, targetOf } from "./check-target.ts";
import { GuardError } from "./guard-error.ts";
import type { GuardOptions } from "./guard-options.ts";
import { guardPolicy } from "./guard-policy.ts";

const maxLength = 4096;

/** What a parser drops, trims or takes for a slash, so that two readers see two URLs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ambiguous = /[\u0000-\u0020\u007f-\u009f\\]/;

const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i;
const encodedControl = /%(0[0ad]|7f)/i;

const malformed = (message: string): GuardError => new GuardError("url_malformed", message);

/**
 * Judges a URL before it is stored or used, without a lookup. That it is taken says nothing of what its name resolves
 * to: the Agent of `guardedAgent` judges that, for each connection.
 *
 * @throws GuardError with `url_malformed`, `scheme_forbidden`, `userinfo_forbidden`, `name_forbidden` or
 * `address_forbidden`; with `option_invalid` for options that are not valid
 */
export function checkUrl(url: string | URL, options: GuardOptions = {}): URL {
  const policy = guardPolicy(options);
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string") throw malformed("the URL is no text");
  if (text.length > maxLength) throw malformed(`the URL is longer than ${maxLength} characters`);
  if (ambiguous.test(text)) {
    throw malformed("the URL holds spaces, control characters or backslashes");
  }
  const parsed = URL.parse(text);
  if (!parsed) throw malformed("the URL can't be parsed, or is not absolute");
  if (!policy.protocols.includes(parsed.protocol)) throw new GuardError("scheme_forbidden");
  const [, host] = authority.exec(text) ?? [];
  if (host === undefined) throw malformed("the URL has no host after two slashes");
  if (host.includes("@")) throw new GuardError("userinfo_forbidden");
  if (text.includes("#")) throw malformed("the URL has a fragment, which is never sent");
  if (encodedControl.test(parsed.pathname)) {
    throw malformed("the URL's path holds encoded control characters");
  }
  checkTarget(targetOf(parsed), policy);
  return parsed;
}
