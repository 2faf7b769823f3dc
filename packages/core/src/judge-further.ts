import { type Attempt, prove } from "./attempt.ts";
import { DeliveryReader } from "./delivery-reader.ts";
import { fetchedKey } from "./fetched-key.ts";
import type { Verdict } from "./judge.ts";
import { listOf } from "./list-of.ts";
import { makeKey } from "./make-key.ts";
import { isMet } from "./requirements.ts";
import type { Proof } from "./scheme.ts";
import type { KeySource, Requirement } from "./signature.ts";
import { isFresh, readTime } from "./timestamp.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

async function areMet(
  requirements: readonly Requirement[],
  reader: DeliveryReader,
  { judgement, secret }: Attempt,
): Promise<boolean> {
  for (const requirement of requirements) {
    if (!(await isMet(requirement, reader, judgement, secret.value))) return false;
  }
  return true;
}

const keyOf = ({ secret, signature, scheme, carriage }: Attempt): unknown =>
  secret.keys.get(signature) ?? makeKey(secret, signature, scheme, carriage);

/** Is the signature right under the key that the provider publishes? */
async function proveFetched(attempt: Attempt, source: KeySource): Promise<Proof> {
  const { signature, scheme } = attempt;
  const bytes = await fetchedKey(attempt, source);
  try {
    return await prove(attempt, bytes && scheme.prepare(bytes, signature));
  } catch (cause) {
    // The key is not the receiver's secret, so the fault is not there either.
    if (!isWebhookError(cause)) throw cause;
    throw new WebhookError("keys_unavailable", "what was fetched is no key for this", { cause });
  }
}

/**
 * What `judge` does with one signature and one secret where the signature is a token, its key is published, or more has
 * to hold than that it is right.
 */
export async function judgeFurther(attempt: Attempt): Promise<Verdict | undefined> {
  const { reader, form, signature, judgement, secret } = attempt;
  const requirements = listOf(("requires" in signature && signature.requires) || []);
  const ofToken = requirements.filter((one) => "claim" in one);
  const ofDelivery = requirements.filter((one) => !("claim" in one));
  // Nothing is fetched for a delivery that can't be the receiver's.
  if (!(await areMet(ofDelivery, reader, attempt))) return undefined;
  const source = "keys" in signature ? signature.keys : undefined;
  const proof = await (source
    ? proveFetched(attempt, source)
    : prove(attempt, await keyOf(attempt)));
  if (!proof) return undefined;
  const claims = proof === true ? {} : { claims: proof };
  const told = new DeliveryReader(reader.delivery, claims.claims);
  if (!(await areMet(ofToken, told, attempt))) return undefined;
  const { timestamp } = form;
  const isClaim = timestamp && "claim" in timestamp;
  const time = isClaim ? readTime(told, timestamp, "", judgement.tolerance) : attempt.time;
  if (time && !isFresh(time, judgement.now)) return undefined;
  return { secretLabel: secret.label, timestamp: time?.date, ...claims };
}
