import { type Form, type Provider, type Signature, WebhookError } from "@hooks/core";
import { contentsMade } from "./contents-made.ts";
import { decode, encode } from "./key-pair.ts";
import { covers, isMade, isTokenBody, listOf, requirementsOf } from "./provider-forms.ts";
import { placeOf, signaturePlaces } from "./signature-place.ts";
import { jsonWithout, parsed } from "./test-body.ts";
import type { RecordedDelivery } from "./vector.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An error of a delivery that can't be made. */
export const cant = (provider: Provider, why: string): WebhookError =>
  new WebhookError("option_invalid", `${provider.id}: ${why}`);

/** Whether another body would be seen at all. */
const signsBody = (form: Form): boolean =>
  form.bodyUnsigned !== true && (covers(form, "body") || isMade(form) || isToken(form));

/** Is the body the token that is signed? */
const isToken = (form: Form): boolean => listOf<Signature>(form.signature).some(isTokenBody);

/** A token with another claim, under the signature that it had. */
function otherToken(body: Uint8Array): Uint8Array {
  const [head = "", claims = "", ...rest] = new TextDecoder().decode(body).split(".");
  const other = utf8(
    JSON.stringify({ tampered: true, ...Object(parsed(decode(claims, "base64url"))) }),
  );
  return utf8([head, encode(other, "base64url"), ...rest].join("."));
}

/** Are the bytes of the body signed: by themselves, or as a hash that this delivery carries? */
const signsBytes = (form: Form, delivery: RecordedDelivery): boolean =>
  covers(form, "body") ||
  listOf<Signature>(form.signature)
    .flatMap(requirementsOf)
    .some((one) => "hashOf" in one && one.hashOf === "body" && placeOf(delivery, one));

/** The signatures of a delivery, as one text. */
const signaturesIn = (provider: Provider, delivery: RecordedDelivery): string =>
  JSON.stringify(signaturePlaces(provider, delivery).map(({ name, value }) => [name, value]));

/** Is something else signed for `body`? It has to be something, under the same signatures, or it is not even judged. */
function isSeen(
  provider: Provider,
  form: Form,
  delivery: RecordedDelivery,
  body: Uint8Array,
): boolean {
  if (signsBytes(form, delivery)) return true;
  const other = { ...delivery, body };
  const made = contentsMade(form, other);
  if ((JSON.parse(made) as unknown[][]).flat().includes(null)) return false;
  return (
    made !== contentsMade(form, delivery) &&
    signaturesIn(provider, other) === signaturesIn(provider, delivery)
  );
}

/** How many bytes of a body are tried, spread over the whole of it. */
const mostFlips = 256;

/** A body with its bit changed that is the last of a byte. */
function flipped(body: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(body);
  changed[at] = (changed[at] as number) ^ 1;
  return changed;
}

/** The paths of all that is no object and no list, and another value of the same kind. */
function otherLeaves(
  held: unknown,
  path = "",
): readonly (readonly [path: string, value: unknown])[] {
  if (typeof held === "object" && held !== null) {
    return Object.entries(held).flatMap(([name, inner]) =>
      otherLeaves(inner, path === "" ? name : `${path}.${name}`),
    );
  }
  if (typeof held === "string") return [[path, `${held}x`]];
  return [[path, typeof held === "number" ? held + 1 : !held]];
}

/** Where an event's type and id are, in JSON; those of the first event of a batch. */
function toldPaths({ batch, deliveryId, eventType }: Provider): readonly string[] {
  const told = batch ? [batch.eventType, batch.deliveryId] : [eventType, deliveryId];
  const [place] = listOf(batch?.at);
  const at = place && !("form" in place) && place.json ? `${place.json}.0.` : "";
  return told
    .flatMap((fields) => listOf(fields))
    .flatMap((field) => ("json" in field && !("form" in field) ? `${at}${field.json}` : []));
}

/** Other bodies of the same kind: those that look the most alike come first. */
function* otherBodies(
  provider: Provider,
  form: Form,
  body: Uint8Array,
  contentType: string,
): Generator<Uint8Array> {
  const text = new TextDecoder().decode(body);
  // Another time is too old, or none.
  const own = listOf(form.timestamp);
  if (contentType.includes("urlencoded")) {
    yield utf8(`${text}&tampered=true`.replace(/^&/, ""));
    const fields = [...new URLSearchParams(text)];
    for (const [at, [name]] of fields.entries()) {
      if (own.some((field) => "form" in field && field.form === name)) continue;
      const changed = fields.map(([other, held], i) => [other, i === at ? `${held}x` : held]);
      yield utf8(new URLSearchParams(changed).toString());
    }
    return;
  }
  const start = text.match(/^\s*\{\s*/)?.[0];
  if (start !== undefined) {
    const rest = text.slice(start.length);
    const comma = rest.startsWith("}") ? "" : ",";
    yield utf8(`${start}"tampered":true${comma}${rest}`);
  }
  yield body.length === 0 ? Uint8Array.of(0x20) : flipped(body, body.length - 1);
  const json = parsed(body);
  if (typeof json === "object" && json !== null) {
    const told = toldPaths(provider).map((path) => [path, "tampered"] as const);
    for (const [path, value] of [...told, ...otherLeaves(json)]) {
      if (own.some((field) => "json" in field && field.json === path)) continue;
      yield utf8(JSON.stringify(jsonWithout(json, path, value)));
    }
  }
  const step = Math.ceil(body.length / mostFlips);
  for (let at = 0; at < body.length; at += step) yield flipped(body, at);
}

/**
 * Another body than the one that was signed.
 *
 * @throws WebhookError `option_invalid`: the receiver would not see it
 */
export function tampered(
  provider: Provider,
  form: Form,
  delivery: RecordedDelivery,
  contentType: string,
): RecordedDelivery {
  if (!signsBody(form)) throw cant(provider, "the body is not signed, so another one is accepted");
  if (isToken(form)) return { ...delivery, body: otherToken(delivery.body) };
  for (const body of otherBodies(provider, form, delivery.body, contentType)) {
    if (isSeen(provider, form, delivery, body)) return { ...delivery, body };
  }
  throw cant(provider, "nothing of this body is signed, so another one is accepted");
}

/**
 * The same JSON in other bytes.
 *
 * @throws WebhookError `option_invalid`: there is no JSON, or the receiver would not see it
 */
export function reserialized(
  provider: Provider,
  form: Form,
  delivery: RecordedDelivery,
): RecordedDelivery {
  if (!signsBody(form)) throw cant(provider, "the body is not signed, so another one is accepted");
  const text = new TextDecoder().decode(delivery.body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw cant(provider, "a body that is no JSON can't be serialised again");
  }
  const compact = JSON.stringify(value);
  const other = compact === text ? JSON.stringify(value, null, 2) : compact;
  // A string or a number has one spelling only.
  const body = utf8(other === text ? `${text}\n` : other);
  if (isSeen(provider, form, delivery, body)) return { ...delivery, body };
  throw cant(
    provider,
    "the values of the body are signed, so the same JSON is accepted in any bytes",
  );
}
