import { type Form, type Provider, type Signature, WebhookError } from "@hooks/core";
import { createKeyPair, type KeyPair } from "./key-pair.ts";
import { formsOf, isPublished, isSignable, listOf } from "./provider-forms.ts";

/** A form that can be signed in, by the name of it, and the signature that is made. */
export interface SignableForm {
  readonly name: string | undefined;
  readonly form: Form;
  readonly signature: Signature;
}

/**
 * Finds a form that can be signed in, were it by published keys of our own: the one that is named, else the first.
 *
 * @throws WebhookError `option_invalid`, with the reason why there is none
 */
export function signableForm(provider: Provider, wanted?: string): SignableForm {
  const forms = formsOf(provider).filter(([name]) => wanted === undefined || name === wanted);
  for (const [name, form] of forms) {
    const signature = listOf<Signature>(form.signature).find(
      (one) => isSignable(one) || isPublished(one),
    );
    if (signature) return { name, form, signature };
  }
  throw new WebhookError("option_invalid", `${provider.id} can't be signed: ${reason(forms)}`);
}

function reason(forms: ReturnType<typeof formsOf>): string {
  return forms.length === 0
    ? "it has no such form"
    : "its signature stands in no header, and the body that holds it can't be made";
}

/**
 * Makes a secret that nobody has used before, in the format of a provider's secrets. Where the scheme has a key pair,
 * `signing` is the private key and `verifying` the public one; else they are the same. For a provider that publishes its
 * keys it is what tells a receiver's deliveries from others, as a topic does.
 *
 * @param form the name of the form that it is for; default the first that can be signed in
 * @throws WebhookError `option_invalid` for a provider whose signature nobody can write
 */
export async function createSecret(provider: Provider, form?: string): Promise<KeyPair> {
  return createKeyPair(signableForm(provider, form).signature);
}
