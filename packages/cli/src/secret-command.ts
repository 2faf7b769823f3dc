import { createReceiver, isWebhookError, type Provider } from "@hooks/core";
import { createSecret, localSigningKeys } from "@hooks/testing";
import type { Arguments, Command } from "./command.ts";
import { formOption, loadPreset, publishesKeys, secretOf, secretOption } from "./preset.ts";
import { assertKeysUse, keysFolder, receiverLine, signingKeysOption } from "./provider-keys.ts";
import { complain, paint, print } from "./terminal.ts";
import { usageError } from "./usage-error.ts";

/** For a provider that publishes its keys: what tells a receiver's deliveries from others, and keys of your own. */
async function newKeys(provider: Provider, args: Arguments): Promise<number> {
  const { verifying: secret } = await createSecret(provider);
  const folder = keysFolder(args);
  await localSigningKeys(provider, secret, { folder, renew: true });
  const own = `${folder}/${provider.id}`;
  if (args.flag("json")) print(JSON.stringify({ secret, keys: own }));
  else print(secret);
  complain(`the keys in ${own} are new; ${receiverLine(provider, folder)}`);
  return 0;
}

async function run(args: Arguments): Promise<number> {
  const [what, id] = args.positionals;
  if (what !== "new" && what !== "check") throw usageError("say new or check");
  const provider = await loadPreset(id);
  const form = args.text("form");
  const isJson = args.flag("json");
  assertKeysUse(provider, args);
  if (what === "new") {
    if (publishesKeys(provider)) return newKeys(provider, args);
    const { signing, verifying } = await createSecret(provider, form);
    const isShared = signing === verifying;
    if (isJson) print(JSON.stringify(isShared ? { secret: signing } : { signing, verifying }));
    else if (isShared) print(signing);
    else print(`the sender's private key:\n${signing}\nthe receiver's public key:\n${verifying}`);
    return 0;
  }
  const secret = await secretOf(provider, args);
  try {
    createReceiver({ provider, secret, form, url: "https://example.com/", on: {} });
  } catch (error) {
    if (!isWebhookError(error) || error.code !== "secret_invalid") throw error;
    const message = error.message.replace(/^secret "\d+" /, "the secret ");
    if (isJson) print(JSON.stringify({ ok: false, message }));
    else print(`${paint("red", "refused")}  ${message}`);
    return 1;
  }
  if (isJson) print(JSON.stringify({ ok: true }));
  else print(`${paint("green", "fine")}  the secret is in the format of ${provider.name}'s`);
  return 0;
}

/** `hooks secret`: makes a secret, or checks one. */
export const secretCommand: Command = {
  usage: "new|check <provider> [options]",
  about:
    "Makes a secret in a provider's format, or checks one for what is often pasted by mistake.",
  words: [2, 2],
  options: {
    secret: secretOption,
    keys: signingKeysOption,
    form: formOption,
    json: { type: "boolean", help: "the result as JSON" },
  },
  examples: [
    "new standard-webhooks",
    "new paypal",
    "check stripe",
    "check stripe --secret @secret.txt",
  ],
  run,
};
