import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type KeyCache, type Provider, WebhookError } from "@hooks/core";
import { publishedSignature } from "./published-keys.ts";

/** Where the keys of development are, unless somebody says otherwise; in the folder in which the process runs. */
export const localKeysFolder = ".hooks/keys";

/** The two halves of a provider's keys on this machine. */
export interface LocalKeyFiles {
  readonly folder: string;
  /** What signs. */
  readonly privateKey: string;
  /** The document that stands for the one which the provider publishes. */
  readonly published: string;
}

/** @throws WebhookError `option_invalid` for a provider that publishes no keys */
export function localKeyFiles(provider: Provider, folder: string): LocalKeyFiles {
  const { keys } = publishedSignature(provider);
  if (!/^[a-z0-9-]+$/.test(provider.id)) {
    const message = "provider.id holds more than a-z, 0-9 and hyphens";
    throw new WebhookError("option_invalid", message);
  }
  const own = resolve(folder, provider.id);
  const names =
    keys.format === "jwks" ? ["private.json", "jwks.json"] : ["private.pem", "certificate.pem"];
  const [privateKey, published] = names.map((name) => join(own, name)) as [string, string];
  return { folder: own, privateKey, published };
}

/**
 * The keys of this machine instead of those that a provider publishes, for a receiver in development: as its `keys` it
 * accepts what `hooks trigger` signs, and nothing that the provider does. Nothing is fetched from the network, and only the
 * public half is read.
 *
 * The file is read for each delivery that claims to be signed, so keys that are made later, or anew, count at once.
 * Without it such deliveries are refused with `keys_unavailable`.
 *
 * @param folder where the command line keeps them; default {@link localKeysFolder}
 * @throws WebhookError `option_invalid` for a provider that publishes no keys
 */
export function localKeys(provider: Provider, folder: string = localKeysFolder): KeyCache {
  const { published } = localKeyFiles(provider, folder);
  return {
    fetch: async () => new Response(await readFile(published)),
    /** A fresh one each time: nothing is remembered. */
    get documents() {
      return new Map();
    },
  };
}
