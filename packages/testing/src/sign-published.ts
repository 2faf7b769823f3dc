import {
  type Delivery,
  type Field,
  type JwtSignature,
  type OneOrMore,
  type Provider,
  type Signature,
  type SignOptions,
  sign,
} from "@hooks/core";
import { cant } from "./changed-body.ts";
import { decode } from "./key-pair.ts";
import { makeToken } from "./make-token.ts";
import {
  headerOf,
  isPublished,
  isTokenBody,
  listOf,
  type PublishedSignature,
  requirementsOf,
  withOwnKey,
} from "./provider-forms.ts";
import { keyId, type PublishedKeys, secretText, withSecret } from "./published-keys.ts";
import type { SignableForm } from "./signable-form.ts";
import { jsonWithout, parsed } from "./test-body.ts";

/** What is signed, and by which key. */
export interface PublishedOrder extends SignOptions {
  readonly body: Uint8Array;
  readonly keys: PublishedKeys;
  /** Another key than the one that is published, so that the signature is wrong. */
  readonly privateKey?: string | undefined;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What the receiver looks for beside the signature, each where it looks: its own secret, and where the keys are. */
function told(
  signature: PublishedSignature,
  { secret, url = "", keys }: PublishedOrder,
): readonly (readonly [Field, string])[] {
  const { url: place, id } = signature.keys;
  const required = requirementsOf(signature).flatMap((one) => {
    if (!("equals" in one) || "claim" in one) return [];
    const parts = one.equals.split("{url}").map((part) => withSecret(part, secretText(secret)));
    return [[one, parts.join(url)] as const];
  });
  return [
    ...(typeof place === "string" ? [] : [[place, keys.url] as const]),
    ...(id === undefined ? [] : [[id, keyId] as const]),
    ...required,
  ];
}

/** The provider as its own signer sees it: the key is at hand, and the receiver's secret is a text like others. */
function asSigner(provider: Provider, { name, form }: SignableForm, secret: string): Provider {
  const signature = listOf<Signature>(form.signature).map((one) => {
    if (!isPublished(one)) return one;
    const own = withOwnKey(one);
    const requires = requirementsOf(one).map((each) =>
      "equals" in each ? { ...each, equals: withSecret(each.equals, secret) } : each,
    );
    const content = "content" in own && own.content.replaceAll("{secret}", "{receiver}");
    return { ...own, requires, ...(content && { content }) };
  });
  const own = { ...form, signature, fields: { ...form.fields, receiver: () => secret } };
  return (
    name === undefined ? { ...provider, ...own } : { ...provider, forms: { [name]: own } }
  ) as Provider;
}

/** The claims of a body that is JSON, or was made a token of before. */
function claimsIn(body: Uint8Array): unknown {
  const [, claims] = new TextDecoder().decode(body).match(/^[\w-]+\.([\w-]+)\.[\w-]+$/) ?? [];
  return parsed(claims === undefined ? body : decode(claims, "base64url"));
}

const asMember = (fields: OneOrMore<Field> | undefined): OneOrMore<Field> | undefined =>
  fields && listOf(fields).map((one) => ("claim" in one ? { json: one.claim } : one));

/** A provider that says in members of a body what it says in claims: such a body becomes the token. */
export const withClaimsAsJson = (provider: Provider, { form }: SignableForm): Provider =>
  listOf<Signature>(form.signature).some(isTokenBody)
    ? ({
        ...provider,
        deliveryId: asMember(provider.deliveryId),
        eventType: asMember(provider.eventType),
      } as Provider)
    : provider;

/**
 * Signs as a provider does that publishes its keys: `secret` is the receiver's, and the key is that of `keys`.
 *
 * @throws WebhookError `option_invalid` for a body that can't hold what it has to
 */
export async function signPublished(
  provider: Provider,
  signable: SignableForm,
  order: PublishedOrder,
): Promise<Delivery> {
  const signature = signable.signature as PublishedSignature;
  const { keys, privateKey = keys.privateKey, method = "POST", url = "http://localhost/" } = order;
  const secret = secretText(order.secret);
  const headers: Record<string, string> = {};
  let { body } = order;
  if (isTokenBody(signature)) {
    const claims = claimsIn(body);
    if (typeof claims !== "object" || claims === null || Array.isArray(claims)) {
      throw cant(provider, "its body is a token, and a token is made of a JSON object");
    }
    const own = withOwnKey(signature) as JwtSignature;
    const header = { alg: String(own.algorithms), typ: "JWT" };
    const pair = { signing: privateKey, verifying: "" };
    const token = await makeToken(own, pair, { header, claims: { ...claims } });
    return {
      method,
      url,
      headers: { ...order.headers, "content-type": "application/jwt" },
      body: utf8(token),
    };
  }
  for (const [field, text] of told(signature, order)) {
    const header = headerOf(field)?.header;
    if (header !== undefined) headers[header] = text;
    if (!("json" in field) || field.json === undefined || header !== undefined) continue;
    body = utf8(JSON.stringify(jsonWithout(parsed(body), field.json, text)));
  }
  const given = { ...order, body, headers: { ...headers, ...order.headers }, secret: privateKey };
  return sign(asSigner(provider, signable, secret), given);
}
