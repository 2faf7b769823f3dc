import { assertProviderSecrets } from "./assert-secrets.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import { isJudgedByForms } from "./judge.ts";
import { judgeForms } from "./judge-forms.ts";
import type { Provider } from "./provider.ts";
import { refusalCode } from "./refusal-code.ts";
import { type LabelledSecret, labelSecrets, type SecretSet } from "./secrets.ts";
import type { VerifyOptions } from "./verify.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/** Refuses a body that somebody has parsed. @throws WebhookError `body_unavailable` */
export function refuseBody(): never {
  throw new WebhookError(
    "body_unavailable",
    "pass the body's bytes as received, not a parsed body",
  );
}

/**
 * What to throw for a delivery that was not accepted: a secret or a provider that can't be right explains it better
 * than the refusal itself.
 *
 * @param set what the secret came to, `undefined` when its function failed or knows none
 * @param fixed the secrets, where they were checked before
 * @param failure what was thrown instead of a verdict
 */
export async function refusalOf(
  provider: Provider,
  reader: DeliveryReader,
  options: VerifyOptions,
  set: SecretSet,
  fixed: readonly LabelledSecret[] | undefined,
  failure: { readonly cause: unknown } | undefined,
): Promise<unknown> {
  const { secret, form } = options;
  const isUnknown = set === undefined && typeof secret === "function";
  if (isWebhookError(failure?.cause) && (fixed || isUnknown)) return failure.cause;
  if (failure && isUnknown) {
    return new WebhookError("secret_unavailable", "the secret function failed", failure);
  }
  try {
    if (!fixed && !isUnknown) assertProviderSecrets(provider, set, form);
    if (failure) throw failure.cause;
    const secrets = fixed ?? labelSecrets(set);
    const judgement = { ...options, provider, secrets };
    const code = isJudgedByForms(provider, form)
      ? (await judgeForms(reader, judgement, form)).code
      : await refusalCode(reader, provider, judgement);
    // A clock or a runtime that changes its mind is no reason to accept.
    return new WebhookError(code ?? "signature_mismatch");
  } catch (error) {
    if (isWebhookError(error)) return error;
    const message = "the provider's literal can't be used";
    return new WebhookError("option_invalid", message, { cause: error });
  }
}
