import {
  type Delivery,
  type Field,
  type Form,
  isWebhookError,
  type OneOrMore,
  type Provider,
  type SecretSet,
  type Signature,
  type SignOptions,
  sign,
} from "@hooks/core";
import { cant, reserialized, tampered } from "./changed-body.ts";
import { headersLacking } from "./contents-made.ts";
import { createKeyPair } from "./key-pair.ts";
import { coversTime, isPublished, listOf, withOwnKey } from "./provider-forms.ts";
import { type PublishedKeys, publishKeys } from "./published-keys.ts";
import { bodyIdOf, sampleBody } from "./sample-body.ts";
import { freshId, sampleEvent } from "./sample-events.ts";
import { signPublished, withClaimsAsJson } from "./sign-published.ts";
import { type SignableForm, signableForm } from "./signable-form.ts";
import { placeOf, signaturePlaces } from "./signature-place.ts";
import type { RecordedDelivery } from "./vector.ts";

/** What makes a delivery one that has to be refused. */
export interface DeliveryBreaks {
  /** The body is changed after it was signed: `signature_mismatch`. */
  readonly tamper?: boolean | undefined;
  /** It was signed too long ago: `timestamp_too_old`. */
  readonly stale?: boolean | undefined;
  /** It carries no signature: `signature_missing`. */
  readonly unsigned?: boolean | undefined;
  /** It is signed by a fresh secret in the same format: `signature_mismatch`. */
  readonly wrongSecret?: boolean | undefined;
  /** The same JSON in other bytes, as a parser and a serialiser leave it: `signature_mismatch`. */
  readonly reserialized?: boolean | undefined;
}

/** What {@link signedDelivery} signs, and how it is broken. */
export interface SignedDeliveryOptions extends DeliveryBreaks {
  /**
   * The provider's secret, or the private key where the scheme has a key pair: see {@link createSecret}. For a provider
   * that publishes its keys it is what the receiver has.
   */
  readonly secret: SecretSet;
  /**
   * For a provider that publishes its keys, what signs: keys that were made before, so that one receiver accepts several
   * deliveries. Default: those of `duplicate`, else fresh ones, which the delivery has as `keys`.
   */
  readonly keys?: PublishedKeys | undefined;
  /** The event's type, written where the provider reads it. Default: that of the first sample, where there are any. */
  readonly type?: string | undefined;
  /**
   * The body: text and bytes as they are, anything else as JSON, or as a form where the provider sends forms. One that
   * has to hold its signature is written anew. Default: the sample of the type (see {@link sampleEvents}), else no more
   * than the id, the type and the time. A function is given a copy of that sample.
   */
  readonly payload?: unknown;
  /** The delivery's id, written where the provider reads it. Default: a random one. */
  readonly id?: string | undefined;
  /** Milliseconds since the epoch; when it is signed. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
  /** Default `POST`. */
  readonly method?: string | undefined;
  /** Where it is sent, which some providers sign. Default `http://localhost/`. */
  readonly url?: string | undefined;
  /** Further headers; they win over those that signing makes. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * A delivery that was made before: its body is signed again, under its id and type, as a provider's next attempt is.
   * A receiver that remembers the first one answers it with `webhook-duplicate: true`.
   */
  readonly duplicate?: SignedDelivery | undefined;
  /** The form to sign in, where the provider has several. Default: the first that can be signed in. */
  readonly form?: string | undefined;
}

/** A delivery, and what verifies it. */
export interface SignedDelivery extends RecordedDelivery {
  /** For a provider that publishes its keys: those that a receiver, or `verify`, is to be given as `keys`. */
  readonly keys?: PublishedKeys;
}

/** Seconds beyond what a receiver tolerates by which a stale delivery is too old. */
const staleBySeconds = 60;

/** The age in seconds at which a delivery is too old, or `undefined` where none is. */
function staleAge(form: Form): number | undefined {
  for (const one of listOf<Signature>(form.signature)) {
    // A token that is signed here counts for a minute.
    if (one.scheme === "jwt" && one.expires) return 60 + (one.leeway ?? 300) + staleBySeconds;
  }
  const tolerance = form.timestamp?.tolerance ?? (coversTime(form) ? 300 : undefined);
  return tolerance === undefined || !Number.isFinite(tolerance)
    ? undefined
    : tolerance + staleBySeconds;
}

function unsigned(provider: Provider, delivery: RecordedDelivery): RecordedDelivery {
  let bare = delivery;
  for (const { field } of signaturePlaces(provider, delivery)) {
    bare = placeOf(bare, field)?.write(undefined) ?? bare;
  }
  const present = Object.entries(bare.headers).filter(([, value]) => value !== undefined);
  return { ...bare, headers: Object.fromEntries(present) };
}

/**
 * Makes a delivery that `verify` accepts under the same provider and secret, unless it is to be broken.
 *
 * The body holds the id, the type and the time wherever the provider reads them in it. A provider that signs the URL
 * needs the `url` that the receiver has.
 *
 * @throws WebhookError `option_invalid`: nobody but the provider can sign; what is signed can't be made, because it
 * needs a header that is not in `headers`; or it would accept the delivery in spite of the break, because it signs no
 * body, nothing of this one, its values in any bytes, or no time; `secret_invalid`
 */
export async function signedDelivery(
  provider: Provider,
  { duplicate, ...given }: SignedDeliveryOptions,
): Promise<SignedDelivery> {
  const options = duplicate ? attemptOf(provider, duplicate, given) : given;
  const signable = signableForm(provider, options.form);
  const { name, form, signature } = signable;
  const { now = Date.now, method, url } = options;
  const { payload: own } = options;
  const isMadeOfSample = own === undefined || typeof own === "function";
  const event = await sampleEvent(provider, options.type);
  const sample = isMadeOfSample ? event : undefined;
  const type = options.type ?? sample?.type;
  const payload =
    typeof own === "function" ? own(structuredClone(sample?.body ?? {})) : (own ?? sample?.body);
  const teller = withClaimsAsJson(provider, signable);
  const sampleId = sample && bodyIdOf(teller, sample.body);
  const age = options.stale ? staleAge(form) : 0;
  if (age === undefined) throw cant(provider, "no time is signed, so no delivery is stale");
  const timeMs = now() - age * 1000;
  const id = options.id ?? freshId(sampleId ?? `msg_${"a".repeat(32)}`);
  const named = { id: (options.id ?? sampleId) !== undefined, type: type !== undefined };
  const { body, contentType } = sampleBody(teller, form, payload, { id, type, timeMs }, named);
  const headers = { "content-type": contentType, ...event?.headers, ...options.headers };
  const facts = { id, type, timestamp: new Date(timeMs), method, url, headers, body, form: name };
  const { secret } = options;
  const fresh = options.wrongSecret
    ? (await createKeyPair(withOwnKey(signature))).signing
    : undefined;
  const keys = isPublished(signature)
    ? (options.keys ?? (await publishKeys(signature, secret)))
    : undefined;
  const order = keys
    ? { ...facts, secret, keys, privateKey: fresh }
    : { ...facts, secret: fresh ?? secret };
  const signed = await signedBy(provider, signable, order);
  const record = { ...signed, headers: Object.fromEntries(headersOf(signed)) };
  let delivery: SignedDelivery = keys ? { ...record, keys } : record;
  if (options.tamper) delivery = tampered(provider, form, delivery, contentType);
  if (options.reserialized) delivery = reserialized(provider, form, delivery);
  return options.unsigned ? unsigned(provider, delivery) : delivery;
}

/** What the next attempt is made of: the same body, and in its headers the same id and type. */
function attemptOf(
  { deliveryId, eventType }: Provider,
  { body, headers, method, url, keys }: SignedDelivery,
  given: SignedDeliveryOptions,
): SignedDeliveryOptions {
  const header = (name: string): string | undefined => {
    const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
    return found?.[1] && [found[1]].flat().join(", ");
  };
  const told = (fields: OneOrMore<Field> | undefined): string | undefined =>
    listOf(fields)
      .map((field) => ("header" in field ? header(field.header) : undefined))
      .find((value) => value !== undefined);
  const type = header("content-type");
  return {
    ...given,
    keys: given.keys ?? keys,
    payload: given.payload ?? body,
    id: given.id ?? told(deliveryId),
    type: given.type ?? told(eventType),
    method: given.method ?? method,
    url: given.url ?? url,
    headers: { ...(type && { "content-type": type }), ...given.headers },
  };
}

/** What is signed; or what it lacks, where the preset makes what is signed and can't. */
async function signedBy(
  provider: Provider,
  signable: SignableForm,
  options: SignOptions & { readonly body: Uint8Array; readonly keys?: PublishedKeys },
): Promise<Delivery> {
  const { keys } = options;
  try {
    return await (keys
      ? signPublished(provider, signable, { ...options, keys })
      : sign(provider, options));
  } catch (error) {
    if (!isWebhookError(error) || error.code !== "signature_malformed") throw error;
    const { method = "POST", url = "http://localhost/", headers = {}, body } = options;
    const given = { method, url, headers, body };
    const without = headersLacking(provider, signable.form, given)
      .map((name) => `, which lack the header ${name}`)
      .join("");
    throw cant(provider, `what is signed can't be made of body and headers${without}`);
  }
}

/** `sign` writes a record of texts. */
function headersOf({ headers }: Awaited<ReturnType<typeof sign>>): [string, string][] {
  return Object.entries(headers).map(([key, value]) => [key, String(value)]);
}
