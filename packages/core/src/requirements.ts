import { sha256 } from "#crypto";
import { decodeText } from "./decode-text.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import { isAmong } from "./is-among.ts";
import type { Judgement } from "./judge.ts";
import type { SecretValue } from "./secrets.ts";
import type { Requirement } from "./signature.ts";
import { encodeBytes } from "./text-encoding.ts";
import { utf8 } from "./utf8.ts";

/** What `{secret}` and `{url}` stand for. */
interface Known {
  readonly secret: string;
  readonly url: string;
}

/** A secret as text; one that is bytes has none. */
export const secretText = (value: SecretValue): string => (typeof value === "string" ? value : "");

/** Fills a template of `{secret}`, its parts and `{url}`; nothing comes of one that wants a part which is not there. */
export function fillKnown(template: string, { secret, url }: Known): string {
  const parts = secret.split("|");
  let isWhole = true;
  const filled = template.replace(/\{(secret|url)(?:\.(\d))?\}/g, (_, name, place) => {
    if (place === undefined) return name === "url" ? url : secret;
    isWhole &&= !!parts[place];
    return parts[place] ?? "";
  });
  return isWhole ? filled : "";
}

/** What a field holds, as text; each of a list. */
function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values
    .filter((one) => /^(string|number|boolean)$/.test(typeof one))
    .map((one) => String(one));
}

/** Does a field hold what it has to? */
export async function isMet(
  requirement: Requirement,
  reader: DeliveryReader,
  { url = reader.delivery.url }: Judgement,
  secret: SecretValue,
): Promise<boolean> {
  const held = reader.value(requirement);
  if ("equals" in requirement) {
    const expected = fillKnown(requirement.equals, { secret: secretText(secret), url });
    return expected !== "" && isAmong(expected, textsOf(held));
  }
  const { hashOf, encoding, missing } = requirement;
  if (held === undefined || held === null) {
    return missing === "always" || (missing !== undefined && reader.delivery.body.length === 0);
  }
  const hash = await sha256(hashOf === "body" ? reader.delivery.body : utf8(url));
  const expected = encodeBytes(decodeText(hash, "hex") ?? new Uint8Array(), encoding);
  return isAmong(expected, textsOf(held));
}
