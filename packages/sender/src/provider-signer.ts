import { type Field, type Form, type Provider, type Signature, sign } from "@hooks/core";
import { hmacSigner } from "./hmac-signer.ts";
import { listOf } from "./list-of.ts";
import { secretDefect } from "./secret-defect.ts";
import { SenderError } from "./sender-error.ts";
import type { Signer, SigningRequest } from "./signer.ts";

/** The first, as `sign` does. */
const formOf = (provider: Provider): Form | undefined =>
  provider.forms ? Object.values(provider.forms)[0] : provider;

const fieldsOf = (signature: Signature): readonly Field[] =>
  signature.scheme === "basic" ? [{ header: "authorization" }] : listOf<Field>(signature.field);

/** The names of the headers among them. */
const headersOf = (fields: readonly Field[]): readonly string[] =>
  fields.flatMap((one) => ("header" in one ? [one.header] : []));

async function signAnyhow(
  provider: Provider,
  { method, url, body, event, secrets, time }: SigningRequest,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await sign(provider, {
    method,
    url,
    body,
    id: event.id,
    type: event.type,
    timestamp: time,
    secret: secrets.map(({ value }) => value).reverse(),
  });
  return headers as Readonly<Record<string, string>>;
}

/**
 * Signs as a provider does.
 *
 * All secrets sign where the provider's header has room for several signatures; elsewhere the newest does.
 *
 * @throws SenderError `option_invalid` for a provider whose signature is not in a header: it would change the body
 */
export function providerSigner(provider: Provider): Signer {
  const form = formOf(provider);
  const signatures = listOf<Signature>(form?.signature);
  const isInHeaders = signatures.every((one) => headersOf(fieldsOf(one)).length > 0);
  if (form === undefined || signatures.length === 0 || !isInHeaders || form.sets) {
    throw new SenderError("option_invalid", "provider", "signs elsewhere than in a header");
  }
  const named = Object.values(form.fields ?? {}).flatMap((one) =>
    typeof one === "function" ? [] : listOf<Field>(one),
  );
  const fields = [
    ...signatures.flatMap(fieldsOf),
    ...listOf<Field>(form.timestamp),
    ...listOf<Field>(provider.deliveryId),
    ...listOf<Field>(provider.eventType),
    ...named,
  ];

  const plain = hmacSigner(provider, form);
  return {
    headers: [...new Set(headersOf(fields))],
    checkSecret: (secret) => {
      const defect = secretDefect(secret, signatures);
      if (defect !== undefined) {
        throw new SenderError("secret_invalid", `secrets.${secret.label}`, defect);
      }
    },
    sign: (request) => plain?.(request) ?? signAnyhow(provider, request),
  };
}
