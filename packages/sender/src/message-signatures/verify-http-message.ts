import { type DeliveryHeaders, type DeliveryInput, WebhookError } from "@hooks/core";
import { isContentDigest } from "./content-digest.ts";
import { type InnerList, readByteSequences, readSignatureInput } from "./field-reader.ts";
import { type MessageAlgorithm, type MessageKey, messageKey } from "./message-key.ts";
import { type HttpRequest, signatureBase } from "./signature-base.ts";
import { assertTimes } from "./signature-times.ts";

/** A sender's key: `whsec_` and base64, or bytes, for HMAC; a public key as PEM or `whpk_…`. */
export type MessageKeyValue = string | Uint8Array;

/** The sender's keys by their `keyid`, or a function that looks one up; the name it is given is unverified. */
export type MessageKeys =
  | Readonly<Record<string, MessageKeyValue>>
  | ((keyId: string) => MessageKeyValue | undefined | Promise<MessageKeyValue | undefined>);

/** What is asked of a signature. */
export interface VerifyHttpMessageOptions {
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly now?: (() => number) | undefined;
  /** Seconds by which `created` may differ from now. Default 300. */
  readonly tolerance?: number | undefined;
  /** The public URL of the request, query included, where a proxy has changed it. Default: the request's. */
  readonly url?: string | undefined;
  /** What has to be covered, besides `content-digest`. Default `@method` and `@target-uri`. */
  readonly components?: readonly string[] | undefined;
  /** Only signatures with this tag count. */
  readonly tag?: string | undefined;
}

/** What a verified signature tells. */
export interface VerifiedHttpMessage {
  readonly keyId: string;
  readonly algorithm: MessageAlgorithm;
  readonly created: Date;
  readonly expires?: Date | undefined;
  readonly nonce?: string | undefined;
  readonly tag?: string | undefined;
  /** What is covered; nothing else of the request is proven but the body. */
  readonly components: readonly string[];
  /** Of the header `webhook-id`, where it is covered. */
  readonly id?: string | undefined;
}

/** Header name -> its values, each of which may hold several. */
function valuesByName(headers: DeliveryHeaders): HttpRequest["header"] {
  const values = new Map<string, string[]>();
  const entries = headers instanceof Headers ? headers : Object.entries(headers);
  for (const [name, value] of entries) {
    const known = values.get(name.toLowerCase()) ?? [];
    values.set(name.toLowerCase(), known.concat(value ?? []));
  }
  return (name) => values.get(name) ?? [];
}

function bytesOf(body: DeliveryInput["body"]): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Uint8Array) return body;
  throw new WebhookError("body_unavailable", "the body is not bytes: was it parsed already?");
}

function fieldOf(request: HttpRequest, name: string): string {
  const field = request.header(name).join(", ");
  if (field.trim() === "") throw new WebhookError("signature_missing", `there is no ${name}`);
  return field;
}

async function findKey(keys: MessageKeys, keyId: string): Promise<MessageKey | undefined> {
  const isFunction = typeof keys === "function";
  const value = isFunction
    ? await keys(keyId)
    : Object.hasOwn(keys, keyId)
      ? keys[keyId]
      : undefined;
  if (value === undefined) return undefined;
  const key = messageKey(value, "verify");
  if (key !== undefined) return key;
  throw new WebhookError("secret_invalid", "a key is neither whsec_…, bytes, nor a public key");
}

/** The first whose key is known and whose tag is the one that counts; it alone decides. */
async function chosen(
  request: HttpRequest,
  keys: MessageKeys,
  tag: string | undefined,
): Promise<{ covered: InnerList; signature: Uint8Array; keyId: string; key: MessageKey }> {
  const inputs = readSignatureInput(fieldOf(request, "signature-input"));
  const signatures = readByteSequences(fieldOf(request, "signature"));
  for (const [label, covered] of inputs) {
    const keyId = covered.params.get("keyid");
    if (typeof keyId !== "string" || (tag !== undefined && covered.params.get("tag") !== tag)) {
      continue;
    }
    const key = await findKey(keys, keyId);
    if (key === undefined) continue;
    const signature = signatures.get(label);
    if (signature !== undefined) return { covered, signature, keyId, key };
    throw new WebhookError("signature_malformed", "a signature is described, and not there");
  }
  throw new WebhookError("signature_mismatch", "no signature is by a known key");
}

const known = new Set(["created", "expires", "nonce", "alg", "keyid", "tag"]);

function textParam({ params }: InnerList, name: string): string | undefined {
  const value = params.get(name);
  if (value === undefined || typeof value === "string") return value;
  throw new WebhookError("signature_malformed", `${name} is no text`);
}

function assertCovered(covered: InnerList, components: readonly string[]): void {
  const names = new Set(
    covered.items.filter(({ params }) => params.size === 0).map(({ value }) => value),
  );
  const missing = [...components, "content-digest"].find((name) => !names.has(name));
  if (missing !== undefined) {
    throw new WebhookError("signature_malformed", `the signature does not cover ${missing}`);
  }
}

/**
 * Verifies a request that is signed by RFC 9421, HTTP Message Signatures, and its body by RFC 9530.
 *
 * One signature is chosen, the first whose `keyid` is among the keys, and it has to hold. The key alone decides on the
 * algorithm. Header parameters such as `sf` or `bs`, and components of responses, are refused.
 *
 * @throws WebhookError `signature_missing`, `signature_malformed`, `signature_mismatch`, `timestamp_malformed`,
 * `timestamp_too_old`, `timestamp_in_future`; `secret_invalid` for a key that is none; `option_invalid`
 */
export async function verifyHttpMessage(
  { method, url: given, headers, body }: DeliveryInput,
  keys: MessageKeys,
  options: VerifyHttpMessageOptions = {},
): Promise<VerifiedHttpMessage> {
  const { now = Date.now, tolerance = 300, components = ["@method", "@target-uri"] } = options;
  const url = URL.parse(options.url ?? given);
  if (url === null) throw new WebhookError("option_invalid", "url is not absolute");
  if (!(tolerance >= 0)) throw new WebhookError("option_invalid", "tolerance is no time");
  const bytes = bytesOf(body);
  const request: HttpRequest = { method, url, header: valuesByName(headers) };

  const { covered, signature, keyId, key } = await chosen(request, keys, options.tag);
  if ([...covered.params.keys()].some((name) => !known.has(name))) {
    throw new WebhookError("signature_malformed", "a parameter is not known");
  }
  const [algorithm, nonce, tag] = ["alg", "nonce", "tag"].map((name) => textParam(covered, name));
  if (algorithm !== undefined && algorithm !== key.algorithm) {
    throw new WebhookError("signature_mismatch", "the key is of another algorithm");
  }
  assertCovered(covered, components);
  const times = assertTimes(covered.params, now(), tolerance);
  const base = signatureBase(request, covered);
  if ("component" in base) {
    throw new WebhookError("signature_malformed", "a component is not there, or not supported");
  }
  if (!key.verify(base, signature)) throw new WebhookError("signature_mismatch");
  if (!isContentDigest(fieldOf(request, "content-digest"), bytes)) {
    throw new WebhookError("signature_mismatch", "the body is not the one that was signed");
  }
  const names = covered.items.map(({ value }) => value);
  const id = names.includes("webhook-id") ? request.header("webhook-id").join(", ") : undefined;
  return { keyId, algorithm: key.algorithm, ...times, nonce, tag, components: names, id };
}
