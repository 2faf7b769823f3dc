import {
  type Field,
  type Form,
  type HeaderField,
  isWebhookError,
  type Provider,
  type Signature,
  type VerifyOptions,
  verify,
} from "@hooks/core";
import { contentsMade } from "./contents-made.ts";
import { createKeyPair } from "./key-pair.ts";
import {
  covers,
  coversTime,
  fieldsOf,
  formsOf,
  isMade,
  listOf,
  requirementsOf,
  timeText,
  tokenSignatures,
} from "./provider-forms.ts";
import { placeOf, signaturePlaces, withNeededSignaturesOnly } from "./signature-place.ts";
import type { Trial } from "./trial.ts";
import { type RecordedDelivery, type Vector, vectorDelivery, vectorOptions } from "./vector.ts";

/** The form by which a provider judged a delivery. */
export function formNamed(provider: Provider, name: string | undefined): Form {
  const [, form] = formsOf(provider).find(([one]) => one === name) ?? [];
  if (form === undefined) throw new Error(`${provider.id} has no form ${name}`);
  return form;
}

const yearMs = 365 * 86_400_000;

/** How many bits of a body are changed, one at a time, spread over the whole of it. */
const mostBits = 256;

/** Is the vector's verdict the provider's? */
export async function checkVerdict(trial: Trial, vector: Vector): Promise<void> {
  const { now, expect } = vector;
  const options = vectorOptions(vector);
  const delivery = vectorDelivery(vector);
  if (expect.error !== undefined) {
    await trial.refused("the vector", delivery, options, expect.error);
    return;
  }
  const { id, type, timestamp } = await trial.accepted("the vector", delivery, options);
  trial.holds(id === expect.id, `the id is ${id}, not ${expect.id}`);
  trial.holds(type === expect.type, `the type is ${type}, not ${expect.type}`);
  const distanceMs = Math.abs((timestamp?.getTime() ?? now) - now);
  trial.holds(distanceMs < 10 * yearMs, "the time is many years off: is its unit right?");
  const viaFetch = { ...delivery, headers: new Headers(vector.request.headers) };
  await trial.accepted("the vector with a Headers object", viaFetch, options);
  const lower = Object.entries(vector.request.headers).map(([key, value]) => [
    key.toLowerCase(),
    value,
  ]);
  await trial.accepted(
    "the vector as Node gives it",
    { ...delivery, headers: Object.fromEntries(lower) },
    options,
  );
}

/** The right secret counts in any place, is named, and no other does. */
export async function checkSecrets(trial: Trial, vector: Vector): Promise<void> {
  const delivery = vectorDelivery(vector);
  const { secret: right } = vector;
  const options = vectorOptions(vector);
  const labelOf = async (secret: string[] | Record<string, string>): Promise<unknown> =>
    (await trial.accepted("a list of secrets", delivery, { ...options, secret })).secretLabel;
  for (const [, form] of formsOf(trial.provider)) {
    for (const signature of listOf(form.signature)) {
      const { verifying: wrong } = await createKeyPair(signature);
      await trial.refused("another secret", delivery, { ...options, secret: wrong });
      trial.holds((await labelOf([right, wrong])) === 0, "the first secret is not named");
      trial.holds((await labelOf([wrong, right])) === 1, "the second secret is not named");
      trial.holds((await labelOf({ wrong, right })) === "right", "the secret's label is not told");
    }
  }
}

/** A signature that is not the one that was sent is refused. */
export async function checkSignature(trial: Trial, vector: Vector): Promise<void> {
  const { provider } = trial;
  const options = vectorOptions(vector);
  const whole = vectorDelivery(vector);
  let unsigned: RecordedDelivery = whole;
  for (const place of signaturePlaces(provider, whole)) {
    unsigned = placeOf(unsigned, place.field)?.write(undefined) ?? unsigned;
  }
  await trial.refused("a delivery without a signature", unsigned, options, "signature_missing");

  const needed = await withNeededSignaturesOnly(provider, whole, (candidate) =>
    verify(provider, candidate, options).then(() => true, isNotWebhookError),
  );
  const places = signaturePlaces(provider, needed);
  trial.holds(places.length > 0, "the signature is in no place that the suite knows");
  for (const { field, name, value, write } of places) {
    await trial.refused("an empty signature", write(""), options, "signature_missing");
    for (let i = 0; i < value.length; i++) {
      // Of a long token, its end shows as much as its whole.
      const tried = value.length > 256 && i < value.length - 16 ? 1 : undefined;
      for (const character of replacementsOf(value[i] as string).slice(0, tried)) {
        const changed = value.slice(0, i) + character + value.slice(i + 1);
        await trial.refused(`a changed character ${i} of ${name}`, write(changed), options);
      }
    }
    for (const length of [value.length - 1, value.length - 2, value.length >> 1, 1]) {
      await trial.refused(`${name} cut to ${length}`, write(value.slice(0, length)), options);
    }
    for (const variant of [
      `${value}=`,
      `${value}A`,
      `${value},`,
      value.replace(/=+$/, ""),
      upperHex(value),
    ]) {
      if (variant !== value)
        await trial.refused(`${name} in another spelling`, write(variant), options);
    }
    if (isJoined(provider, field)) continue;
    // Of a parameter that is there twice the first counts, as everywhere.
    const isParameter = "query" in field || "form" in field;
    const twice = [isParameter ? `${value}x` : value, value];
    await trial.refused(`${name} sent twice`, write(twice), options);
    if ("header" in field) {
      const headers = new Headers(needed.headers as Record<string, string>);
      headers.append(field.header, value);
      await trial.refused(`${name} sent twice`, { ...needed, headers }, options);
    }
  }
}

/** Are the signatures of a header joined as it would be if it were sent more than once? Then it may be. */
function isJoined(provider: Provider, wanted: Field): boolean {
  if (!("header" in wanted)) return false;
  const isMeant = (field: Field | undefined): field is HeaderField =>
    field !== undefined && "header" in field && field.header === wanted.header;
  const forms = formsOf(provider).map(([, form]) => form);
  const fields = forms.flatMap(({ signature }) => listOf<Signature>(signature).flatMap(fieldsOf));
  return (
    fields.some((field) => isMeant(field) && field.split === ", ") &&
    !forms.some(({ timestamp }) => isMeant(timestamp))
  );
}

const isNotWebhookError = (error: unknown): boolean => {
  if (!isWebhookError(error)) throw error;
  return false;
};

const upperHex = (text: string): string =>
  text.replace(/[0-9a-f]{32,}/g, (hex) => hex.toUpperCase());

/** Its neighbours, which may well decode to the same bits, and characters that every alphabet has. */
function replacementsOf(character: string): string[] {
  const code = character.charCodeAt(0);
  const candidates = [String.fromCharCode(code - 1), String.fromCharCode(code + 1), "0", "A"];
  return candidates.filter((one) => one !== character);
}

/** Content that is not the one that was signed is refused. */
export async function checkContent(trial: Trial, vector: Vector): Promise<void> {
  const { provider } = trial;
  const options = vectorOptions(vector);
  const delivery = vectorDelivery(vector);
  const verified = await trial.accepted("the vector", delivery, options);
  const form = formNamed(provider, verified.form);
  const { body } = delivery;
  if (covers(form, "body")) {
    const bits = body.length * 8;
    const step = Math.max(1, bits / mostBits);
    for (let bit = 0; bit < bits; bit += step) {
      const index = Math.floor(bit);
      const changed = Uint8Array.from(body);
      changed[index >> 3] = (changed[index >> 3] as number) ^ (1 << (index & 7));
      await trial.refused(
        `a changed bit ${index} of the body`,
        { ...delivery, body: changed },
        options,
      );
    }
    for (const changed of [
      [...body, 0],
      [...body, 10],
      [0xef, 0xbb, 0xbf, ...body],
      [...body.slice(1)],
      [...body.slice(0, -1)],
    ]) {
      if (changed.length !== body.length)
        await trial.refused(
          "a longer or shorter body",
          { ...delivery, body: Uint8Array.from(changed) },
          options,
        );
    }
  }
  await checkMadeContent(trial, form, delivery, options);
  if (covers(form, "url"))
    await trial.refused("another URL", { ...delivery, url: `${delivery.url}x` }, options);
  if (covers(form, "method"))
    await trial.refused("another method", { ...delivery, method: "PUT" }, options);
  const idPlace =
    covers(form, "id") && listOf(provider.deliveryId).map((field) => placeOf(delivery, field))[0];
  if (idPlace) await trial.refused("another id", idPlace.write(`${idPlace.value}x`), options);
  const time = covers(form, "timestamp") && form.timestamp && placeOf(delivery, form.timestamp);
  if (time && verified.timestamp) {
    const later = timeText(form, verified.timestamp.getTime() + 1000) ?? "";
    const changed = time.value.replace(
      /\d{4}-\d\d-\d\dT[^,]*|(?<![\da-f])\d{9,14}(?![\da-f])/g,
      later,
    );
    await trial.refused("another time", time.write(changed), options);
  }
}

/** Where the preset makes the content itself, a body of which it makes something else is refused. */
async function checkMadeContent(
  trial: Trial,
  form: Form,
  delivery: RecordedDelivery,
  options: VerifyOptions,
): Promise<void> {
  if (!isMade(form)) return;
  const { body, url, method, headers } = delivery;
  const made = contentsMade(form, delivery);
  const others = [
    { ...delivery, url: `${url}x` },
    { ...delivery, url: url.replace(/^(https?:..)/, "$1x") },
    { ...delivery, method: method === "PUT" ? "POST" : "PUT" },
    ...Object.entries(headers).map(([name, text]) => ({
      ...delivery,
      headers: { ...headers, [name]: `${text}x` },
    })),
  ];
  for (const other of others) {
    if (contentsMade(form, other) === made) continue;
    await trial.refused("another request around the body", other, options);
  }
  if (covers(form, "body") || form.bodyUnsigned) return;
  const isHashed = listOf<Signature>(form.signature)
    .flatMap(requirementsOf)
    .some((one) => "hashOf" in one && one.hashOf === "body" && placeOf(delivery, one));
  const before = trial.count;
  for (let i = 0; i < body.length * 8; i += Math.max(1, Math.floor(body.length / 128))) {
    const changed = Uint8Array.from(body);
    changed[i >> 3] = (changed[i >> 3] as number) ^ (1 << (i & 7));
    const other = { ...delivery, body: changed };
    if (!isHashed && contentsMade(form, other) === made) continue;
    await trial.refused(`a changed bit ${i} of what is signed`, other, options);
  }
  trial.holds(body.length === 0 || trial.count > before, "no bit of the body is signed");
}

/** Just within the tolerance is accepted, a second beyond is refused, either way. */
export async function checkTime(trial: Trial, vector: Vector): Promise<void> {
  const options = vectorOptions(vector);
  const delivery = vectorDelivery(vector);
  const { timestamp, form: name } = await trial.accepted("the vector", delivery, options);
  const form = formNamed(trial.provider, name);
  // A token says itself when it ends: that is tried on tokens that the suite makes.
  if (tokenSignatures(form).some(({ expires }) => expires)) {
    const years = { ...options, now: () => vector.now + 10 * yearMs };
    await trial.refused("an expired token", delivery, years, "timestamp_too_old");
    return;
  }
  const at = (seconds: number, tolerance?: number) => ({
    ...options,
    tolerance,
    now: () => (timestamp?.getTime() ?? vector.now) + seconds * 1000,
  });
  if (timestamp === undefined || form.timestamp === undefined) {
    await trial.accepted("a delivery without a time, years later", delivery, at(1e8));
    return;
  }
  const own = form.timestamp.tolerance ?? (coversTime(form) ? 300 : undefined);
  if (own === undefined) await trial.accepted("an unsigned time, years later", delivery, at(1e8));
  for (const tolerance of [own ?? 60, 7]) {
    const given = tolerance === own ? undefined : tolerance;
    await trial.accepted("the oldest time", delivery, at(tolerance, given));
    await trial.accepted("the time furthest ahead", delivery, at(-tolerance, given));
    await trial.refused("a time too old", delivery, at(tolerance + 1, given), "timestamp_too_old");
    await trial.refused(
      "a time too far ahead",
      delivery,
      at(-tolerance - 1, given),
      "timestamp_in_future",
    );
  }
}
