import { createReader, type DeliveryReader } from "./delivery-reader.ts";
import { fetchedKey } from "./fetched-key.ts";
import { listOf } from "./list-of.ts";
import { type Attempt, prove } from "./prove.ts";
import { isMet } from "./requirements.ts";
import type { Proof } from "./scheme.ts";
import type { KeySource, Requirement } from "./signature.ts";
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

/** {@link prove}, with a key that has to be fetched. */
async function proveFetched(attempt: Attempt, source: KeySource): Promise<Proof> {
  const bytes = await fetchedKey(attempt, source);
  if (bytes === undefined) return false;
  try {
    return await prove(attempt, attempt.scheme.prepare(bytes, attempt.signature));
  } catch (cause) {
    // The key is not the receiver's secret, so the fault is not there either.
    if (!isWebhookError(cause)) throw cause;
    throw new WebhookError("keys_unavailable", "what was fetched is no key for this", { cause });
  }
}

/** {@link prove}, for a signature of which more has to hold, or whose key is published. */
export async function proveFurther(attempt: Attempt): Promise<Proof> {
  const { reader, signature } = attempt;
  const requirements = listOf(("requires" in signature && signature.requires) || []);
  const source = "keys" in signature ? signature.keys : undefined;
  // Nothing is fetched for a delivery that can't be the receiver's.
  const ofDelivery = requirements.filter((one) => !("claim" in one));
  if (!(await areMet(ofDelivery, reader, attempt))) return false;
  const proof = await (source ? proveFetched(attempt, source) : prove(attempt));
  if (!proof || proof === true) return proof && ofDelivery.length === requirements.length;
  const told = createReader(reader.delivery, proof);
  const ofToken = requirements.filter((one) => "claim" in one);
  return (await areMet(ofToken, told, attempt)) && proof;
}
