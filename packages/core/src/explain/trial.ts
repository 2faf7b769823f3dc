import type { Delivery } from "../delivery.ts";
import { formsOf } from "../forms-of.ts";
import { listOf } from "../list-of.ts";
import type { Form, Provider } from "../provider.ts";
import type { LabelledSecret, SecretValue } from "../secrets.ts";
import type { Signature } from "../signature.ts";
import type { Finding } from "./explanation.ts";

/** What is verified: the delivery that was refused, or one that may have been before something went wrong. */
export interface Trial {
  readonly provider: Provider;
  readonly delivery: Delivery;
  readonly secrets: readonly LabelledSecret[];
  readonly url: string;
  /** The only form in question. */
  readonly form?: string | undefined;
}

/** A trial, and what went wrong if its signature is right. */
export interface Hypothesis {
  readonly findings: readonly Finding[];
  readonly trial: Trial;
}

/** Makes hypotheses of a trial, those that are likely first. */
export type Hypotheses = (trial: Trial) => Iterable<Hypothesis> | AsyncIterable<Hypothesis>;

/** A secret of a hypothesis, which no other part of the program remembers. */
export const candidateSecret = (
  value: SecretValue,
  label: string | number = 0,
): LabelledSecret => ({ label, value, keys: new WeakMap() });

/** The provider with each form as `change` makes it. */
export function withForms(provider: Provider, change: (form: Form) => Form): Provider {
  // The form of a provider that has but one is the provider itself.
  if (!provider.forms) return change(provider) as Provider;
  const forms = formsOf(provider).map(([name, form]) => [name, change(form)] as const);
  return { ...provider, forms: Object.fromEntries(forms) };
}

/** The provider with each signature as `change` makes it. */
export const withSignatures = (
  provider: Provider,
  change: (signature: Signature) => Signature,
): Provider =>
  withForms(provider, (form) => ({
    ...form,
    signature: listOf<Signature>(form.signature).map(change),
  }));

/** The forms that are in question. */
export const formsInQuestion = ({ provider, form }: Trial): readonly Form[] =>
  formsOf(provider, form).map(([, one]) => one);

/** The signatures that are in question. */
export const signaturesInQuestion = (trial: Trial): readonly Signature[] =>
  formsInQuestion(trial).flatMap((form) => listOf<Signature>(form.signature));

/** The headers of a delivery by their names in lower case, each value by itself. */
export function headerValues({ headers }: Delivery): ReadonlyMap<string, readonly string[]> {
  const entries =
    headers instanceof Headers
      ? [...headers].map(([name, value]) => [name, [value]] as const)
      : Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()] as const);
  const values = new Map<string, readonly string[]>();
  for (const [name, list] of entries) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), ...list.map(String)]);
  }
  return values;
}

/** The delivery with a header as it is given here. */
export function withHeader(delivery: Delivery, name: string, value: string): Delivery {
  const headers: Record<string, readonly string[]> = Object.fromEntries(headerValues(delivery));
  return { ...delivery, headers: { ...headers, [name]: [value] } };
}

/** A header's name as evidence: one that is no plain name is not repeated. */
export const headerName = (name: string): string =>
  /^[a-z\d-]{1,64}$/.test(name) ? name : "a header";
