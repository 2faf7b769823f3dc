import { createPrivateKey, createPublicKey } from "node:crypto";
import {
  createKeyCache,
  type KeyCache,
  type KeyFetch,
  type KeySource,
  type Provider,
  type SecretSet,
  WebhookError,
} from "@hooks/core";
import { createCertificate } from "./certificate.ts";
import { createKeyPair, type KeyPair, pemBytes, pemOf } from "./key-pair.ts";
import { isPublished, type PublishedSignature, withOwnKey } from "./provider-forms.ts";
import { signableForm } from "./signable-form.ts";

/** Keys that stand for those which a provider publishes, to be had where it publishes its own. */
export interface PublishedKeys extends KeyCache {
  /** Answers for the one URL that the keys are at, and for any other with 404. */
  readonly fetch: KeyFetch;
  readonly url: string;
  /** What signs: PKCS #8 in PEM, or a JWK. */
  readonly privateKey: string;
}

/** The text of the secret that a receiver has, the first of several. */
export function secretText(secret: SecretSet): string {
  const isSet = typeof secret === "object" && !(secret instanceof Uint8Array);
  const [value = ""] = isSet ? (Object.values(secret) as (string | Uint8Array)[]) : [secret];
  return typeof value === "string" ? value : new TextDecoder().decode(value);
}

/** A template with the receiver's secret, or the parts of it that `|` separates. */
export const withSecret = (template: string, secret: string): string =>
  template.replaceAll(/\{secret(?:\.(\d))?\}/g, (_, part?: string) =>
    part === undefined ? secret : (secret.split("|")[Number(part)] ?? ""),
  );

/** What the one key of a set is called. */
export const keyId = "made-for-a-test";

/** A place that the preset allows. */
function placeOf({ url, from }: KeySource, secret: string): string {
  if (typeof url === "string") return withSecret(url, secret);
  const [pattern = ""] = [from ?? []].flat();
  return pattern.replaceAll("*", keyId);
}

async function documentOf(
  signature: PublishedSignature,
  url: string,
  { signing, verifying }: KeyPair,
): Promise<string> {
  const { keys, scheme } = signature;
  if (keys.format === "jwks") {
    const alg = "algorithms" in signature ? signature.algorithms : undefined;
    const key = { ...JSON.parse(verifying), alg, kid: keyId, use: "sig" };
    return JSON.stringify({ keys: [key] });
  }
  if (scheme !== "rsa") {
    throw new WebhookError(
      "option_invalid",
      `a certificate is made for RSA, and not for ${scheme}`,
    );
  }
  const { hostname } = new URL(url);
  const certificate = createCertificate(hostname, pemBytes(verifying), pemBytes(signing));
  return pemOf("CERTIFICATE", await certificate);
}

/** The pair of a key that was made before. */
function pairOf({ format }: KeySource, signing: string): KeyPair {
  try {
    if (format === "jwks") {
      const key = createPrivateKey({ key: JSON.parse(signing), format: "jwk" });
      return { signing, verifying: JSON.stringify(createPublicKey(key).export({ format: "jwk" })) };
    }
    const key = createPublicKey(createPrivateKey(signing));
    return { signing, verifying: String(key.export({ type: "spki", format: "pem" })) };
  } catch {
    // Without a cause, which might quote the key.
    const form = format === "jwks" ? "a JWK" : "PKCS #8 in PEM";
    throw new WebhookError("secret_invalid", `what should sign is no private key as ${form}`);
  }
}

/** @throws WebhookError `option_invalid` for a signature of which no key can be made; `secret_invalid` */
export async function publishKeys(
  signature: PublishedSignature,
  secret: SecretSet,
  privateKey?: string,
): Promise<PublishedKeys> {
  const pair =
    privateKey === undefined
      ? await createKeyPair(withOwnKey(signature))
      : pairOf(signature.keys, privateKey);
  const url = placeOf(signature.keys, secretText(secret));
  const document = await documentOf(signature, url, pair);
  const fetch: KeyFetch = async (asked) =>
    asked === url ? new Response(document) : new Response("", { status: 404 });
  return { ...createKeyCache({ fetch }), fetch, url, privateKey: pair.signing };
}

/** @throws WebhookError `option_invalid` for a provider that publishes no keys */
export function publishedSignature(provider: Provider): PublishedSignature {
  const { signature } = signableForm(provider);
  if (isPublished(signature)) return signature;
  throw new WebhookError("option_invalid", `${provider.id} publishes no keys`);
}

/**
 * Makes a key pair, and serves its public half where a provider publishes its own: a receiver that is given them as
 * `keys` accepts what `signedDelivery` signs with them. Nothing is fetched from the network.
 *
 * @param secret what the receiver has: the webhook's id, the topic, or whatever tells its deliveries from others
 * @param privateKey that of keys which were made before, to have them again; default a fresh one
 * @throws WebhookError `option_invalid` for a provider that publishes no keys; `secret_invalid` for what is no such key
 */
export async function createPublishedKeys(
  provider: Provider,
  secret: SecretSet,
  privateKey?: string,
): Promise<PublishedKeys> {
  return publishKeys(publishedSignature(provider), secret, privateKey);
}
