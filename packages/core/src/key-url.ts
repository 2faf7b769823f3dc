import type { DeliveryReader } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import { fillKnown } from "./requirements.ts";
import type { KeySource } from "./signature.ts";
import { WebhookError } from "./webhook-error.ts";

/** Names with a last label that is no number: neither an address, nor one with a dot behind it. */
const hostName = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/;

const patternOf = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.?+$^[\]\\(){}|]/g, "\\$&").replaceAll("*", "[A-Za-z0-9-]+")}$`);

/** Is a URL written in the one way in which it is fetched, over https, and of those that are allowed? */
function isAllowed(text: string, from: KeySource["from"]): boolean {
  if (!URL.canParse(text)) return false;
  const { href, protocol, username, password, hostname, port, hash } = new URL(text);
  const isPlain = href === text && protocol === "https:" && hostName.test(hostname);
  const isBare = `${username}${password}${port}${hash}` === "";
  const isListed = from === undefined || listOf(from).some((one) => patternOf(one).test(text));
  return isPlain && isBare && isListed;
}

/**
 * Where the keys for a delivery are, `undefined` for a delivery that names a place that is not the provider's.
 *
 * @throws WebhookError `secret_invalid` where the receiver's own secret does
 */
export function keyUrl(
  { url, from }: KeySource,
  reader: DeliveryReader,
  secret: string,
): string | undefined {
  if (typeof url !== "string") {
    const named = reader.read(url);
    return named !== undefined && from && isAllowed(named, from) ? named : undefined;
  }
  const filled = fillKnown(url, { secret, url: "" });
  if (isAllowed(filled, from)) return filled;
  throw new WebhookError("secret_invalid", "the secret does not lead to the provider's keys");
}
