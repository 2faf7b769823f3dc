import { sha256 } from "#crypto";
import { decodeText } from "./decode-text.ts";
import type { Delivery } from "./delivery.ts";
import { listOf } from "./list-of.ts";
import type { Field, Form, OneOrMore, Provider } from "./provider.ts";
import type { JwtSignature } from "./signature.ts";
import { encodeBytes } from "./text-encoding.ts";
import { formatTimestamp } from "./timestamp.ts";
import { utf8 } from "./utf8.ts";
import { WebhookError } from "./webhook-error.ts";

/** What a token is to say beside what its provider's literal asks for. */
export interface TokenFacts {
  readonly id: string;
  readonly type: string | undefined;
  readonly timeMs: number;
}

/** Seconds for which a made token counts, where its provider's expire. */
const lifetime = 60;

const claimOf = (field: OneOrMore<Field> | undefined): string | undefined =>
  listOf(field ?? []).find((one) => "claim" in one)?.claim;

/**
 * The claims of a token that its provider's literal takes for this delivery, as JSON.
 *
 * @throws WebhookError `option_invalid` where something else has to hold that a token does not bring about
 */
export async function tokenClaims(
  provider: Provider,
  { timestamp }: Form,
  { requires = [], expires }: JwtSignature,
  { body, url }: Delivery,
  { id, type, timeMs }: TokenFacts,
): Promise<string> {
  const iat = Math.floor(timeMs / 1000);
  const claims: Record<string, unknown> = { iat, ...(expires && { exp: iat + lifetime }) };
  const timeClaim = claimOf(timestamp);
  if (timestamp && timeClaim !== undefined) {
    const text = formatTimestamp(timeMs, timestamp.unit);
    claims[timeClaim] = timestamp.unit === "iso" ? text : Number(text);
  }
  for (const [name, value] of [
    [claimOf(provider.deliveryId), id],
    [claimOf(provider.eventType), type],
  ] as const) {
    if (name !== undefined && value !== undefined) claims[name] = value;
  }
  for (const requirement of listOf(requires)) {
    const name = claimOf(requirement);
    if (
      name === undefined ||
      ("equals" in requirement && requirement.equals.includes("{secret}"))
    ) {
      throw new WebhookError("option_invalid", `${provider.id} can't be signed from these options`);
    }
    if ("equals" in requirement) {
      claims[name] = requirement.equals.replace("{url}", () => url);
    } else {
      const { hashOf, encoding, missing } = requirement;
      if (missing !== undefined && body.length === 0) continue;
      const hash = decodeText(await sha256(hashOf === "body" ? body : utf8(url)), "hex");
      claims[name] = encodeBytes(hash ?? new Uint8Array(), encoding);
    }
  }
  return JSON.stringify(claims);
}
