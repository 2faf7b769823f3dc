import type { Content } from "./content.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import type { Judgement } from "./judge.ts";
import type { Carriage, Proof, Scheme } from "./scheme.ts";
import { type LabelledSecret, secretBytes } from "./secrets.ts";
import type { Signature } from "./signature.ts";

/** One signature of a delivery that is tried with one secret. */
export interface Attempt {
  readonly reader: DeliveryReader;
  readonly signature: Signature;
  readonly scheme: Scheme;
  readonly carriage: Carriage;
  readonly candidates: readonly string[];
  readonly content: Content;
  readonly secret: LabelledSecret;
  readonly judgement: Judgement;
}

/** The key that a secret is for a signature; made once. */
async function keyOf({ signature, scheme, carriage, secret }: Attempt): Promise<unknown> {
  const { value, keys } = secret;
  if (!keys.has(signature)) {
    // Most secrets are the key as they stand. How to decode the others is loaded when the first comes.
    const bytes = carriage.secret?.encoding
      ? (await import("./decode-secret.ts")).decodeSecret(value, carriage.secret)
      : secretBytes(value);
    keys.set(signature, bytes && scheme.prepare(bytes, signature));
  }
  return keys.get(signature);
}

/** Is the signature there, under the secret or the key that stands for it? */
export async function prove(attempt: Attempt, given?: unknown): Promise<Proof> {
  const { scheme, carriage, candidates, content, judgement } = attempt;
  const key = given ?? (await keyOf(attempt));
  return key ? scheme.matches(key, candidates, content, carriage.encoding, judgement) : false;
}
