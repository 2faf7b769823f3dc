import { assertProviderSecrets } from "./assert-secrets.ts";
import type { Provider } from "./provider.ts";
import type { Secret, SecretSet } from "./secrets.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/**
 * What to throw for a refusal: a secret or a provider that can't be right explains it better than the refusal itself.
 *
 * @param set what `secret` came to, `undefined` when it is a function that failed
 */
export function explainRefusal(
  error: unknown,
  provider: Provider,
  secret: Secret,
  set: SecretSet,
  form: string | undefined,
): unknown {
  if (set === undefined && typeof secret === "function") {
    return new WebhookError("secret_unavailable", "the secret function failed", { cause: error });
  }
  if (!isWebhookError(error)) {
    const message = "the provider's literal can't be used";
    return new WebhookError("option_invalid", message, { cause: error });
  }
  try {
    assertProviderSecrets(provider, set, form);
    return error;
  } catch (defect) {
    return defect;
  }
}
