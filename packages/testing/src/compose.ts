import type { Delivery, Field, Form, OneOrMore, Provider } from "@hooks/core";
import { decode, encode } from "./key-pair.ts";
import {
  fieldsOf,
  headerOf,
  isInBody,
  type KeyedSignature,
  requirementsOf,
  writableField,
} from "./provider-forms.ts";
import { placeOf } from "./signature-place.ts";
import type { Message } from "./signed-content.ts";
import { jsonWithout, parsed } from "./test-body.ts";

/** A delivery that is being put together. */
interface Draft extends Delivery {
  readonly headers: Readonly<Record<string, string>>;
}

const utf8 = new TextEncoder();

/** The delivery with a text where a field is; parts of one header are joined. */
function withText(draft: Draft, field: Field | undefined, text: string | undefined): Draft {
  if (field === undefined || text === undefined) return draft;
  if ("header" in field) {
    const { header, split = "", prefix = "", json } = field;
    const before = draft.headers[header];
    const joined = (before === undefined ? "" : before + split) + prefix + text;
    const whole = json === undefined ? joined : btoa(JSON.stringify(jsonWithout({}, json, text)));
    return { ...draft, headers: { ...draft.headers, [header]: whole } };
  }
  if ("query" in field) {
    const url = new URL(draft.url);
    url.searchParams.set(field.query, text);
    return { ...draft, url: url.href };
  }
  if ("form" in field) {
    const form = new URLSearchParams(new TextDecoder().decode(draft.body));
    form.set(field.form, text);
    return { ...draft, body: utf8.encode(form.toString()) };
  }
  if (!("json" in field)) throw new Error("the suite writes no such field");
  const json = jsonWithout(parsed(draft.body) ?? {}, field.json, text);
  return { ...draft, body: utf8.encode(JSON.stringify(json)) };
}

/** Where a field is written beside a signature: a body that is signed is left as it is. */
function besideField(signature: KeyedSignature, fields: OneOrMore<Field> | undefined) {
  const field = writableField(fields);
  return field && ("header" in field || isInBody(signature)) ? field : undefined;
}

/** A delivery of a message that has the form's own names where they belong, and no more. */
export function withFields(
  { fields = {} }: Form,
  signature: KeyedSignature,
  message: Message,
): Draft {
  const { body, url, method } = message;
  let draft: Draft = { method, url, headers: {}, body };
  for (const [name, field] of Object.entries(fields)) {
    const text = message[name];
    if (typeof field !== "function" && typeof text === "string") {
      draft = withText(draft, besideField(signature, field), text);
    }
  }
  for (const one of requirementsOf(signature)) {
    const isFixed = "header" in one && "equals" in one && !one.equals.includes("{");
    if (isFixed) draft = withText(draft, one, one.equals);
  }
  return draft;
}

/** A delivery that offers `mac` for a message in a form, whether or not it is the message's. */
export function compose(
  { deliveryId }: Provider,
  form: Form,
  signature: KeyedSignature,
  message: Message,
  mac: Uint8Array,
): Draft {
  const named = withFields(form, signature, message);
  const identified = withText(named, headerOf(deliveryId), message.id);
  const timed = withText(identified, besideField(signature, form.timestamp), message.timestamp);
  return withText(timed, writableField(fieldsOf(signature)), encode(mac, signature.encoding));
}

/** The signature that a delivery carries, unless it is another of the form's. */
export function macIn(delivery: Delivery, signature: KeyedSignature): Uint8Array | undefined {
  const field = writableField(fieldsOf(signature));
  const headers = delivery.headers as Record<string, string>;
  const text = field && placeOf({ ...delivery, headers }, field)?.value;
  if (field === undefined || text === undefined) return undefined;
  const { split, prefix = "" } = "header" in field ? field : {};
  const parts = split === undefined ? [text] : text.split(split);
  const chosen = parts.find((part) => part.startsWith(prefix))?.slice(prefix.length);
  // Of another reading of the same header it can be anything.
  if (chosen === undefined || !/^[\w+/-]+=*$/.test(chosen)) return undefined;
  const mac = decode(chosen, signature.encoding);
  return encode(mac, signature.encoding) === chosen ? mac : undefined;
}
