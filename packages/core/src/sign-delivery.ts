import { assertSecrets, secretFormatsOf } from "./assert-secrets.ts";
import type { Content } from "./content.ts";
import { decodeSecret } from "./decode-secret.ts";
import { bodyBytes, type Delivery } from "./delivery.ts";
import { DeliveryReader } from "./delivery-reader.ts";
import { DeliveryWriter, writableField } from "./delivery-writer.ts";
import { formsOf } from "./forms-of.ts";
import { readSigned } from "./judge.ts";
import { listOf } from "./list-of.ts";
import type { Field, Form, OneOrMore, Provider } from "./provider.ts";
import { carriageOf } from "./scheme.ts";
import { labelSecrets } from "./secrets.ts";
import type { SignOptions } from "./sign.ts";
import type { SecretFormat, Signature } from "./signature.ts";
import { signerOf } from "./signer-of.ts";
import { encodeBytes } from "./text-encoding.ts";
import { formatTimestamp } from "./timestamp.ts";
import { tokenClaims } from "./token-claims.ts";
import { utf8 } from "./utf8.ts";
import { WebhookError } from "./webhook-error.ts";

const defaultUrl = "http://localhost/";

const signingFormat = (secret: SecretFormat | undefined): SecretFormat => {
  const { prefix, signingPrefix = prefix, ...format } = secret ?? {};
  return signingPrefix === undefined ? format : { ...format, prefix: signingPrefix };
};

// Not a UUID, which browsers make only on pages that came over a secure channel.
const randomId = (): string => encodeBytes(crypto.getRandomValues(new Uint8Array(16)), "hex");

function milliseconds(time: Date | number | undefined): number {
  const ms = Number(time ?? Date.now());
  if (!Number.isFinite(ms)) throw new WebhookError("option_invalid", "timestamp is not a time");
  return typeof time === "number" && ms < 1e11 ? ms * 1000 : ms;
}

const lowerCased = (headers: SignOptions["headers"] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]));

/** What is to be signed, and how. */
interface Order {
  readonly provider: Provider;
  readonly form: Form;
  readonly options: SignOptions;
  readonly given: Readonly<Record<string, string>>;
  readonly id: string;
  readonly timeMs: number;
}

/** Writes what the signature is to cover: in headers; in the body where the signature is there, and they are not. */
function writeFields(writer: DeliveryWriter, order: Order): void {
  const { provider, form, options, given, id, timeMs } = order;
  const [signature] = listOf<Signature>(form.signature);
  const place = signature && "field" in signature ? writableField(signature.field) : undefined;
  const isHeader = place === undefined || "header" in place;
  const kind = isHeader ? undefined : (["form", "json"] as const).find((one) => one in place);
  const write = (fields: OneOrMore<Field> | undefined, text: string): void => {
    const field = writableField(
      listOf(fields ?? []).filter((one) => "header" in one || (kind && kind in one)),
    );
    if (!field) return;
    if ("header" in field || writer.reader().read(field) === undefined) writer.write(field, text);
  };
  write(provider.deliveryId, id);
  if (options.type !== undefined) write(provider.eventType, options.type);
  if (form.timestamp) write(form.timestamp, formatTimestamp(timeMs, form.timestamp.unit));
  for (const one of listOf<Signature>(form.signature)) {
    for (const required of listOf(("requires" in one && one.requires) || [])) {
      // What a header has to say in the same words each time. The rest is made of what is signed.
      const isFixed = "header" in required && "equals" in required && !/\{/.test(required.equals);
      if (isFixed) writer.headers[required.header] ??= required.equals;
    }
  }
  for (const named of Object.values(form.fields ?? {})) {
    if (typeof named === "function") continue;
    const field = writableField(named);
    const held = field && "header" in field ? given[field.header] : undefined;
    write(named, held ?? randomId());
  }
}

/** Signs what is in the writer, into it. */
async function signInto(writer: DeliveryWriter, order: Order): Promise<void> {
  const { provider, form, options, id, timeMs } = order;
  const { secret, url = defaultUrl, type } = options;
  const cannot = (): WebhookError =>
    new WebhookError("option_invalid", `${provider.id} can't be signed from these options`);
  writeFields(writer, order);

  const contentOf = async (
    signature: Signature,
    template: string,
  ): Promise<Content | undefined> => {
    const reader = writer.reader();
    if (signature.scheme === "jwt" && signature.content === undefined) {
      const facts = { id, type, timeMs };
      const claims = await tokenClaims(provider, form, signature, reader.delivery, facts);
      return [claims, new Uint8Array(), ""];
    }
    return readSigned(reader, form, template, { provider, secrets: [], url }).content;
  };

  const formats = secretFormatsOf(form).map(signingFormat);
  assertSecrets(secret, formats);
  const taken = new Set<Field>();
  for (const { value } of labelSecrets(secret)) {
    const places = new Set<string>();
    for (const [i, signature] of listOf<Signature>(form.signature).entries()) {
      const signer = await signerOf(signature);
      const { field, content: template = "" } = carriageOf(signer, signature);
      const target = writableField(field);
      // What stands in the same place in another signature is another reading, of which the provider sends one. So is the
      // same content in the same header, whatever stands before it or between several.
      const isPart = target && "header" in target && target.json === undefined;
      const readings = [target, ...(isPart ? [[target.header, signature.scheme, template]] : [])];
      const ways = readings.map((reading) => JSON.stringify(reading));
      if (ways.some((place) => places.has(place))) continue;
      const content = await contentOf(signature, template);
      if (!content) throw new WebhookError("signature_malformed");
      if (target === undefined) throw cannot();
      const bytes = decodeSecret(value, formats[i]);
      // What holds one signature takes the first secret's.
      const isTaken =
        "header" in target && target.json === undefined
          ? target.split === undefined && writer.headers[target.header] !== undefined
          : taken.has(target);
      if (bytes === undefined || isTaken) continue;
      for (const place of ways) places.add(place);
      if (!writer.write(target, await signer.sign(bytes, signature, content))) throw cannot();
      taken.add(target);
    }
  }
}

/** {@link sign}, loaded when there is something to sign: most applications only receive. */
export async function signDelivery(provider: Provider, options: SignOptions): Promise<Delivery> {
  const { method = "POST", url = defaultUrl } = options;
  const body = bodyBytes(options.body);
  if (!body) return (await import("./refusal.ts")).refuseBody();
  const [[, form]] = formsOf(provider, options.form) as [[string, Form]];
  const given = lowerCased(options.headers);
  const order: Order = {
    provider,
    form,
    options,
    given,
    id: options.id ?? `msg_${randomId()}`,
    timeMs: milliseconds(options.timestamp),
  };
  const delivery = { method, url, headers: given, body };
  const { sets } = form;
  if (sets === undefined || "header" in sets || "body" in sets) {
    const writer = new DeliveryWriter(delivery);
    await signInto(writer, order);
    const { headers, ...made } = writer.delivery();
    return { ...made, headers: { ...headers, ...given } };
  }
  if ("form" in sets) {
    const writer = new DeliveryWriter(delivery);
    await signInto(writer, order);
    const form = new URLSearchParams({
      [sets.form]: new TextDecoder().decode(writer.delivery().body),
    });
    const headers = { ...given, "content-type": "application/x-www-form-urlencoded" };
    return { method, url, headers, body: utf8(form.toString()) };
  }
  const reader = new DeliveryReader(delivery);
  const items = reader.value(sets);
  if (!Array.isArray(items) || items.length === 0) {
    throw new WebhookError("option_invalid", `the body of ${provider.id} has no ${sets.json}`);
  }
  for (const [i, item] of items.entries()) {
    const writer = new DeliveryWriter({ ...delivery, body: utf8(JSON.stringify(item)) });
    await signInto(writer, order);
    // The list is the one in `json()`.
    items[i] = writer.reader().json();
  }
  const headers = { "content-type": "application/json", ...given };
  return { method, url, headers, body: utf8(JSON.stringify(reader.json())) };
}
