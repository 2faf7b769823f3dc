import type { Content } from "./content.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import type { Judgement } from "./judge.ts";
import type { Form } from "./provider.ts";
import type { Carriage, Proof, Scheme } from "./scheme.ts";
import { type LabelledSecret, secretBytes } from "./secrets.ts";
import type { Signature } from "./signature.ts";
import type { ClaimedTime } from "./timestamp.ts";

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

/** Makes the key that the secret is, for this time and all others; `undefined` where it is none. */
export async function makeKey({ signature, scheme, carriage, secret }: Attempt): Promise<unknown> {
  const { value, keys } = secret;
  // Most secrets are the key as they stand. How to decode the others is loaded when the first comes.
  const bytes = carriage.secret?.encoding
    ? (await import("./decode-secret.ts")).decodeSecret(value, carriage.secret)
    : secretBytes(value);
  const key = bytes && scheme.prepare(bytes, signature);
  keys.set(signature, key);
  return key;
}

/** Is the signature right under a key? */
export const prove = (
  { scheme, candidates, content, carriage, judgement }: Attempt,
  key: unknown,
): Proof | Promise<Proof> =>
  !!key && scheme.matches(key, candidates, content, carriage.encoding, judgement);
