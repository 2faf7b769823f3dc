/** What the suites on explanations share: all presets, deliveries of theirs that are broken by hand, and what is said. */
import { type Form, isWebhookError, type Provider, type Signature, verify } from "@hooks/core";
import { type ExplainOptions, type Explanation, explain } from "@hooks/core/explain";
import { providers } from "@hooks/providers/all";
import {
  createPublishedKeys,
  createSecret,
  type PublishedKeys,
  type SignedDelivery,
  type SignedDeliveryOptions,
  signedDelivery,
} from "@hooks/testing";
import { expect, vi } from "vitest";

// All presets in one test, on a machine that others use as well.
vi.setConfig({ testTimeout: 120_000 });

/** For tests: as long as it takes. */
export const patient = { timeLimitMs: 60_000 } as const;

export const presets: readonly Provider[] = await Promise.all(
  Object.values(providers).map((load) => load()),
);

export const url = "https://example.com/webhooks/in?b=2&a=1";

/** What no literal tells of a request: Contentful signs the headers that a header names. */
export const headers: Readonly<Record<string, string>> = {
  "x-contentful-signed-headers": "x-contentful-signed-headers,x-contentful-timestamp",
};

/** With something in it for every break. */
export const payload = {
  zeta: "größe/ü",
  alpha: 1,
  list: [1, { b: "<a & b>" }],
  empty: {},
} as const;

export const formOf = (provider: Provider): Form =>
  provider.forms ? (Object.values(provider.forms)[0] as Form) : provider;

export const signaturesOf = (provider: Provider): readonly Signature[] =>
  (provider.forms ? Object.values(provider.forms) : [provider]).flatMap(
    ({ signature }): readonly Signature[] => [signature].flat(),
  );

/** Is the payload made of what a field of a form holds, which nothing but a sample has? */
const isMadeOfField = ({ claims, payload: place, signature }: Provider): boolean =>
  claims !== undefined &&
  place !== undefined &&
  "claim" in place &&
  [signature ?? []].flat().every((one) => "field" in one && "form" in one.field);

/** Amazon signs what its messages have; elsewhere it is more of the payload. */
export function payloadOf(provider: Provider): object {
  if (isMadeOfField(provider)) return (sample: object) => ({ ...sample, ...payload });
  return provider.id === "amazon-sns"
    ? { ...payload, Message: "größe <&>", SubscribeURL: "https://sns.example/?a=1", Token: "tok" }
    : payload;
}

/** Is the whole body the token that is signed? */
export const isTokenBody = (provider: Provider): boolean =>
  signaturesOf(provider).some((one) => "field" in one && "body" in one.field);

/** What is needed of a delivery that was right until it was broken. */
export interface Intact {
  readonly delivery: SignedDelivery;
  readonly signing: string;
  readonly verifying: string;
}

interface Keys {
  readonly signing: string;
  readonly verifying: string;
  readonly keys: PublishedKeys | undefined;
}

const secrets = new Map<Form, Promise<Keys>>();

export const publishesKeys = (provider: Provider): boolean =>
  signaturesOf(provider).some((one) => "keys" in one);

async function createKeys(provider: Provider, form: string | undefined): Promise<Keys> {
  const pair = await createSecret(provider, form);
  if (!publishesKeys(provider)) return { ...pair, keys: undefined };
  const own = await createPublishedKeys(provider, pair.verifying);
  // Others have keys as well, where theirs are.
  const others = await createPublishedKeys(provider, (await createSecret(provider)).verifying);
  const fetch: typeof own.fetch = (at, init) =>
    at === own.url ? own.fetch(at, init) : others.fetch(others.url, init);
  return { ...pair, keys: { ...own, fetch } };
}

/** The secret of a preset's form, made once: key pairs take long. */
export function secretOf(provider: Provider, form?: string): Promise<Keys> {
  const key = (form === undefined ? undefined : provider.forms?.[form]) ?? formOf(provider);
  const secret = secrets.get(key) ?? createKeys(provider, form);
  secrets.set(key, secret);
  return secret;
}

/** A delivery that is right. */
export async function intact(
  provider: Provider,
  options: Partial<SignedDeliveryOptions> = {},
): Promise<Intact> {
  const { signing, verifying, keys } = await secretOf(provider, options.form);
  const delivery = await signedDelivery(provider, {
    secret: signing,
    keys,
    url,
    type: "a_b",
    payload: payloadOf(provider),
    headers,
    ...options,
  });
  return { delivery, signing, verifying };
}

/** Is it accepted, so that what was done to it breaks nothing? */
export const isAccepted = (
  provider: Provider,
  delivery: SignedDelivery,
  options: ExplainOptions,
): Promise<boolean> =>
  verify(provider, delivery, { keys: delivery.keys, ...options }).then(
    () => true,
    () => false,
  );

/** The same, or `undefined` where the provider can't send it. */
export async function intactIfSent(
  provider: Provider,
  options: Partial<SignedDeliveryOptions>,
): Promise<Intact | undefined> {
  try {
    const right = await intact(provider, options);
    const { verifying: secret, delivery } = right;
    const given = { secret, url: options.url ?? url, now: options.now };
    return (await isAccepted(provider, delivery, given)) ? right : undefined;
  } catch (error) {
    if (!isWebhookError(error)) throw error;
    return undefined;
  }
}

/** Pieces of a text of which none may be told. */
const pieces = (text: string, size: number): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - size + 1) }, (_, i) => text.slice(i, i + size));

/** Fails where an explanation holds a part of a secret, of the body, or of what stands in the headers. */
export function expectNothingTold(
  explanation: Explanation,
  { headers: sent, body: bytes }: SignedDelivery,
  secrets: readonly string[],
): void {
  const told = JSON.stringify(explanation);
  const texts = [
    ...secrets,
    ...Object.entries(sent)
      .filter(([name]) => !/^(content-type|x-contentful-signed-headers)$/.test(name))
      .map(([, value]) => [value].flat().join()),
  ];
  const body = new TextDecoder().decode(bytes);
  const leaked = [
    ...texts.flatMap((text) => pieces(text, 12)),
    // Twelve letters of a body are a word that sentences may hold as well.
    ...pieces(body, 12).filter((piece) => !/^[a-z -]*$/i.test(piece)),
  ].filter((piece) => told.includes(piece));
  expect(leaked).toEqual([]);
}

/** The codes of what is said; fails where it says too much. */
export async function codesOf(
  provider: Provider,
  delivery: SignedDelivery,
  options: ExplainOptions,
  secrets: readonly string[] = [],
): Promise<readonly string[]> {
  const { keys } = delivery;
  const explanation = await explain(provider, delivery, { ...patient, keys, ...options });
  const { secret } = options;
  const given = typeof secret === "string" ? [secret] : [];
  expectNothingTold(explanation, delivery, [...secrets, ...given]);
  return explanation.causes.map(({ code }) => code);
}
