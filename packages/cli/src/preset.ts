import type { Provider, Signature } from "@hooks/core";
import { providers } from "@hooks/providers/all";
import type { Arguments, CommandOption } from "./command.ts";
import { readInput } from "./read-input.ts";
import { usageError } from "./usage-error.ts";

/** The option by which a secret is given. */
export const secretOption: CommandOption = {
  type: "string",
  value: "secret",
  help: "the secret, or @file that holds it; default $<PROVIDER>_WEBHOOK_SECRET",
};

/** The option that chooses among a provider's forms. */
export const formOption: CommandOption = {
  type: "string",
  value: "name",
  help: "the form, where the provider has several",
};

/** The ids of all presets. */
export const presetIds = (): readonly string[] => Object.keys(providers);

/** @throws WebhookError `option_invalid`, with ids that look like it, where there is no such provider */
export async function loadPreset(id = ""): Promise<Provider> {
  const load = Object.hasOwn(providers, id) ? providers[id] : undefined;
  if (load) return load();
  const near = presetIds().filter((one) => id.length > 2 && (one.includes(id) || id.includes(one)));
  const hint = near.length > 0 ? `; is it ${near.slice(0, 5).join(" or ")}?` : ";";
  throw usageError(`there is no provider "${id.slice(0, 64)}"${hint} hooks providers lists them`);
}

/** The variable that holds a provider's secret. */
export const secretVariable = (id: string): string =>
  `${id.toUpperCase().replaceAll("-", "_")}_WEBHOOK_SECRET`;

/** @throws WebhookError `option_invalid` where there is no secret */
export async function secretOf({ id }: Provider, args: Arguments): Promise<string> {
  const given = args.text("secret");
  if (given?.startsWith("@")) {
    return new TextDecoder().decode(await readInput(given)).replace(/\r?\n$/, "");
  }
  const secret = given ?? process.env[secretVariable(id)];
  if (secret !== undefined && secret !== "") return secret;
  throw usageError(`there is no secret: set ${secretVariable(id)}, or give --secret`);
}

/** Does the provider alone have what signs? */
export const publishesKeys = (provider: Provider): boolean =>
  (provider.forms ? Object.values(provider.forms) : [provider])
    .flatMap(({ signature }): readonly Signature[] => [signature].flat())
    .some((one) => "keys" in one);
