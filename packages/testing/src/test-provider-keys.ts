import { compose } from "./compose.ts";
import { createKeyPair, decode } from "./key-pair.ts";
import {
  formsOf,
  isKeyPair,
  type KeyedSignature,
  keyedSignatures,
  testNowMs,
} from "./provider-forms.ts";
import { fill } from "./signed-content.ts";
import { messageOf } from "./test-provider-forms.ts";
import type { Trial } from "./trial.ts";

const utf8 = new TextEncoder();

/** The bytes that a public key's text could be taken for, were it a shared secret. */
function keysOf(text: string, { secret }: KeyedSignature): BufferSource[] {
  const bare = text.slice(secret?.prefix?.length ?? 0);
  const { encoding = "utf8" } = secret ?? {};
  const base64 = bare.replaceAll(/-----[^-]+-----|\s/g, "");
  const bytes =
    encoding === "pem"
      ? decode(base64, "base64")
      : decode(bare, encoding === "jwk" ? "utf8" : encoding);
  return [utf8.encode(text), utf8.encode(bare), bytes];
}

async function hmac(
  key: BufferSource,
  signature: KeyedSignature,
  content: BufferSource,
): Promise<Uint8Array> {
  // As long as the signature that it stands in for.
  const hash = signature.scheme === "hmac" ? signature.hash : "SHA-512";
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash }, false, [
    "sign",
  ]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, content));
}

/** A public key is known to everybody: nothing that was signed with it as a shared secret is accepted. */
export async function checkPublicKeys(trial: Trial): Promise<void> {
  const { provider } = trial;
  const signatures = formsOf(provider).flatMap(([, form]) =>
    keyedSignatures(form).map((signature) => ({ form, signature })),
  );
  for (const { signature: pair } of signatures.filter(({ signature }) => isKeyPair(signature))) {
    const { verifying } = await createKeyPair(pair);
    for (const { form, signature } of signatures) {
      const body = utf8.encode('{"forged":true}');
      const message = messageOf(form, body);
      for (const key of keysOf(verifying, pair)) {
        const mac = await hmac(key, signature, fill(signature.content, message));
        const delivery = compose(provider, form, signature, message, mac);
        const options = { secret: verifying, now: () => testNowMs };
        await trial.refused(
          "what was signed with the public key as if it were a secret",
          delivery,
          options,
        );
      }
    }
  }
}
