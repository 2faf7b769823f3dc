import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Provider, type SecretSet, WebhookError } from "@hooks/core";
import { type LocalKeyFiles, localKeyFiles, localKeysFolder } from "./local-keys.ts";
import { createPublishedKeys, type PublishedKeys } from "./published-keys.ts";

/** Where the keys of this machine are, and whether others are wanted. */
export interface LocalSigningKeysOptions {
  /** Default {@link localKeysFolder}. */
  readonly folder?: string | undefined;
  /** Makes another pair, and puts it in the place of one that is there. */
  readonly renew?: boolean | undefined;
}

/** Writes a pair aside, and moves it to its place whole: of several processes one wins, and half a pair is never seen. */
async function write(
  { folder, privateKey, published }: LocalKeyFiles,
  keys: PublishedKeys,
  renew: boolean,
): Promise<void> {
  const draft = `${folder}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    await mkdir(draft, { recursive: true });
    const document = await (await keys.fetch(keys.url, {})).text();
    const contents = [
      [basename(privateKey), keys.privateKey, 0o600],
      [basename(published), document, 0o644],
      [".gitignore", "*\n", 0o644],
    ] as const;
    for (const [name, text, mode] of contents) {
      await writeFile(join(draft, name), text, { flag: "wx", mode });
    }
    try {
      await rename(draft, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      // One by one: whatever else is in the folder stays.
      if (renew) for (const [name] of contents) await rename(join(draft, name), join(folder, name));
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * The key pair of this machine that stands for a provider's own, made where there is none yet: `signedDelivery` signs with
 * it for a receiver, in this process or another, that has `localKeys`. What signs can be read by its owner alone, and a
 * `.gitignore` keeps it out of version control.
 *
 * @param secret what the receiver has, as for `createPublishedKeys`
 * @throws WebhookError `option_invalid` for a provider that publishes no keys, and for files that can't be read or written;
 * `secret_invalid` for a file that holds no private key
 */
export async function localSigningKeys(
  provider: Provider,
  secret: SecretSet,
  { folder = localKeysFolder, renew = false }: LocalSigningKeysOptions = {},
): Promise<PublishedKeys> {
  const files = localKeyFiles(provider, folder);
  try {
    if (renew || !existsSync(files.privateKey)) {
      await write(files, await createPublishedKeys(provider, secret), renew);
    }
    // Also what was just made: another process may have been faster.
    const privateKey = await readFile(files.privateKey, "utf8");
    return await createPublishedKeys(provider, secret, privateKey);
  } catch (error) {
    const { name, code = "unknown reason" } = error as { name?: string; code?: string };
    if (name === "WebhookError") throw error;
    const message = `the keys in ${files.folder} can't be read or written: ${code}`;
    throw new WebhookError("option_invalid", message);
  }
}
