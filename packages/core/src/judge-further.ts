import type { Content } from "./content.ts";
import { createReader, type DeliveryReader } from "./delivery-reader.ts";
import { fetchedKey } from "./fetched-key.ts";
import type { Judgement, Verdict } from "./judge.ts";
import { listOf } from "./list-of.ts";
import { makeKey } from "./make-key.ts";
import type { Form } from "./provider.ts";
import { isMet } from "./requirements.ts";
import type { Carriage, Proof, Scheme } from "./scheme.ts";
import type { LabelledSecret } from "./secrets.ts";
import type { KeySource, Requirement, Signature } from "./signature.ts";
import { type ClaimedTime, isFresh, readTime } from "./timestamp.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/** One signature of a delivery that is tried with one secret. */
export interface Attempt {
  readonly reader: DeliveryReader;
  readonly form: Form;
  readonly signature: Signature;
  readonly scheme: Scheme;
  readonly carriage: Carriage;
  readonly candidates: readonly string[];
  /** What the delivery says, and no token. */
  readonly time: ClaimedTime | undefined;
  readonly content: Content;
  readonly secret: LabelledSecret;
  readonly judgement: Judgement;
}

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

/** Is the signature right under a key? */
const prove = (
  { scheme, candidates, content, carriage, judgement }: Attempt,
  key: unknown,
): Proof | Promise<Proof> =>
  !!key && scheme.matches(key, candidates, content, carriage.encoding, judgement);

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
  const told = createReader(reader.delivery, claims.claims);
  if (!(await areMet(ofToken, told, attempt))) return undefined;
  const { timestamp } = form;
  const isClaim = timestamp && "claim" in timestamp;
  const time = isClaim ? readTime(told.read, timestamp, "", judgement.tolerance) : attempt.time;
  if (time && !isFresh(time, judgement.now)) return undefined;
  return { secretLabel: secret.label, timestamp: time?.date, ...claims };
}
