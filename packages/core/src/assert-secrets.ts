import { decodeSecret } from "./decode-secret.ts";
import { formsOf } from "./forms-of.ts";
import { listOf } from "./list-of.ts";
import type { Form, Provider } from "./provider.ts";
import { labelSecrets, type SecretSet, type SecretValue } from "./secrets.ts";
import type { SecretFormat } from "./signature.ts";
import { WebhookError } from "./webhook-error.ts";

/** The formats of the secrets that a form takes. */
export const secretFormatsOf = ({ signature }: Form): readonly (SecretFormat | undefined)[] =>
  listOf(signature).map((one) => ("secret" in one ? one.secret : undefined));

/** What is wrong with a secret, in words that don't hold it. */
function defectOf(
  value: SecretValue,
  formats: readonly (SecretFormat | undefined)[],
): string | undefined {
  if (value === undefined || value === null)
    return "is undefined: is its environment variable set?";
  if (value.length === 0) return "is empty: is its environment variable set?";
  if (typeof value === "string") {
    if (value.trim() === "") return "is blank";
    const isPem = formats.some((format) => format?.encoding === "pem");
    if (value.trim() !== value && !isPem)
      return "has white space around it: was it pasted with a line break?";
    if (/^[a-z]+_$/i.test(value)) return "is a prefix with nothing behind it";
    for (const format of formats) {
      const prefix = Object.keys(format?.mistaken ?? {}).find((start) => value.startsWith(start));
      if (prefix !== undefined) return `is ${format?.mistaken?.[prefix]}`;
    }
  }
  const isUsable = formats.some((format) => decodeSecret(value, format));
  return isUsable ? undefined : "is not in the format of this provider's secrets";
}

/**
 * Checks secrets, and rules out what is often pasted by mistake.
 *
 * @throws WebhookError `secret_invalid`, naming the likely cause and never the secret
 */
export function assertSecrets(
  set: SecretSet,
  formats: readonly (SecretFormat | undefined)[],
): void {
  const secrets = labelSecrets(set);
  if (secrets.length === 0) throw new WebhookError("secret_invalid", "there is no secret");
  for (const { label, value } of secrets) {
    const defect = defectOf(value, formats);
    if (defect !== undefined)
      throw new WebhookError("secret_invalid", `secret "${label}" ${defect}`);
  }
}

/** {@link assertSecrets} for a provider that is to be verified. */
export function assertProviderSecrets(provider: Provider, set: SecretSet, form?: string): void {
  assertSecrets(
    set,
    formsOf(provider, form).flatMap(([, one]) => secretFormatsOf(one)),
  );
}
