import { createKeyCache, type KeyCache, type Provider } from "@hooks/core";
import { localKeys, localKeysFolder, localSigningKeys, type PublishedKeys } from "@hooks/testing";
import type { Arguments, CommandOption } from "./command.ts";
import { camelCase } from "./init/source.ts";
import { publishesKeys } from "./preset.ts";
import { complain } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/** The option of commands that sign for a provider which publishes its keys. */
export const signingKeysOption: CommandOption = {
  type: "string",
  value: "folder",
  help: `where your keys for providers that publish theirs are; default ${localKeysFolder}`,
};

/** The option of commands that verify what such a provider sends. */
export const verifyingKeysOption: CommandOption = {
  type: "string",
  value: "folder",
  help: `take your keys instead of those that the provider publishes, such as ${localKeysFolder}`,
};

/** @throws WebhookError `option_invalid` for keys that the provider has no use for */
export function assertKeysUse(provider: Provider, args: Arguments): void {
  if (args.text("keys") !== undefined && !publishesKeys(provider)) {
    throw usageError(`${provider.id} publishes no keys, so --keys has nothing to say`);
  }
}

/** The folder that was named, or where keys are by default. */
export const keysFolder = (args: Arguments): string => args.text("keys") ?? localKeysFolder;

/** What a receiver needs to accept what such keys sign. */
export function receiverLine({ id }: Provider, folder: string): string {
  const own = folder === localKeysFolder ? "" : `, ${JSON.stringify(folder)}`;
  return `the receiver needs keys: localKeys(${camelCase(id)}${own}), from @hooks/testing`;
}

/**
 * What signs for a provider that publishes its keys: a pair of this machine's own, which is made when it is first needed.
 *
 * @returns `undefined` for a provider whose secret signs
 */
export async function signingKeys(
  provider: Provider,
  secret: string,
  args: Arguments,
): Promise<PublishedKeys | undefined> {
  assertKeysUse(provider, args);
  if (!publishesKeys(provider)) return undefined;
  const folder = keysFolder(args);
  const keys = await localSigningKeys(provider, secret, { folder });
  complain(`signed by your key in ${folder}/${provider.id}; ${receiverLine(provider, folder)}`);
  return keys;
}

/**
 * What verifies for a provider that publishes its keys: those of a folder that was named, or its own.
 *
 * @throws WebhookError `option_invalid` where its own would have to be fetched, and that was not allowed
 */
export function verifyingKeys(provider: Provider, args: Arguments): KeyCache {
  assertKeysUse(provider, args);
  const folder = args.text("keys");
  if (folder !== undefined) return localKeys(provider, folder);
  if (publishesKeys(provider) && !args.flag("allow-external")) {
    const yours = `--keys ${localKeysFolder} takes those that hooks trigger signs with`;
    throw usageError(
      `${provider.id} publishes its keys: --allow-external fetches them, and ${yours}`,
    );
  }
  return createKeyCache();
}
