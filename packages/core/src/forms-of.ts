import type { Form, Provider } from "./provider.ts";
import { WebhookError } from "./webhook-error.ts";

/**
 * The forms of a provider that are in question, by name; `""` names the form of a provider that has but one.
 *
 * @param pinned the name of the only form to be accepted
 * @throws WebhookError `option_invalid` when there is no such form, or no provider
 */
export function formsOf(provider: Provider, pinned?: string): readonly [string, Form][] {
  const forms = Object.entries(provider?.forms ?? { "": provider }).filter(
    ([name, form]) => form?.signature && (pinned === undefined || name === pinned),
  );
  if (!forms.length) throw new WebhookError("option_invalid", "there is no such provider or form");
  return forms;
}
