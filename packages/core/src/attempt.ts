import type { Content } from "./content.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import type { Judgement } from "./judge.ts";
import type { Form } from "./provider.ts";
import type { Carriage, Proof, Scheme } from "./scheme.ts";
import type { LabelledSecret } from "./secrets.ts";
import type { Signature } from "./signature.ts";
import type { ClaimedTime } from "./timestamp.ts";

/** What is there at once, or later. */
export type Soon<T> = T | Promise<T>;

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

/** Is the signature right under a key? */
export const prove = (
  { scheme, candidates, content, carriage, judgement }: Attempt,
  key: unknown,
): Soon<Proof> => !!key && scheme.matches(key, candidates, content, carriage.encoding, judgement);
