import type { Field, Form, HeaderField, Provider, Signature } from "@hooks/core";
import { formText, withFormText } from "./form-text.ts";
import { fieldsOf, formsOf, heldIn, itemsPathOf, listOf } from "./provider-forms.ts";
import { jsonAt, jsonWithout, parsed } from "./test-body.ts";
import type { RecordedDelivery } from "./vector.ts";

/** A header, a query parameter or a part of the body of one delivery, which can be written anew. */
export interface Place {
  readonly field: Field;
  /** Of what kind it is, and its name there. */
  readonly name: string;
  readonly value: string;
  /** The delivery with another value here, or without it. */
  readonly write: (value: string | readonly string[] | undefined) => RecordedDelivery;
}

/** The name as the delivery writes it, whatever its case. */
function headerKey(delivery: RecordedDelivery, name: string): string {
  return Object.keys(delivery.headers).find((key) => key.toLowerCase() === name) ?? name;
}

/** Where a field is in a delivery, unless it is not there. */
export function placeOf(delivery: RecordedDelivery, field: Field): Place | undefined {
  if ("header" in field) return headerPlaceOf(delivery, field);
  if ("query" in field) {
    const url = new URL(delivery.url);
    const value = url.searchParams.get(field.query);
    if (value === null) return undefined;
    const write: Place["write"] = (next) => {
      const changed = new URL(url);
      changed.searchParams.delete(field.query);
      for (const one of listOf(next)) changed.searchParams.append(field.query, one);
      return { ...delivery, url: changed.href };
    };
    return { field, name: `query ${field.query}`, value, write };
  }
  return bodyPlaceOf(delivery, field);
}

/** Where a field is in a header: the whole, some of its parts, or a member of the JSON that it holds. */
function headerPlaceOf(delivery: RecordedDelivery, field: HeaderField): Place | undefined {
  const { header, split, from, to, json } = field;
  const key = headerKey(delivery, header);
  const whole = delivery.headers[key];
  if (typeof whole !== "string") return undefined;
  const name = `header ${header}`;
  const writeWhole: Place["write"] = (next) => ({
    ...delivery,
    headers: { ...delivery.headers, [key]: next },
  });
  if (json !== undefined) {
    const isPlain = whole.startsWith("{");
    const held: unknown = JSON.parse(isPlain ? whole : atob(whole));
    const value = jsonAt(held, json);
    if (typeof value !== "string") return undefined;
    const write: Place["write"] = (next) => {
      const text = JSON.stringify(jsonWithout(held, json, next));
      return writeWhole(isPlain ? text : btoa(text));
    };
    return { field, name: `${name} ${json}`, value, write };
  }
  if (split === undefined || (from ?? to) === undefined) {
    return { field, name, value: whole, write: writeWhole };
  }
  const parts = whole.split(split);
  const before = parts.slice(0, from);
  const after = to === undefined ? [] : parts.slice(to);
  const around = (text: string): string =>
    text === "" ? "" : [...before.slice(0, from ?? 0), text, ...after].join(split);
  const write: Place["write"] = (next) =>
    writeWhole(typeof next === "object" ? next.map(around) : next && around(next));
  return { field, name, value: parts.slice(from, to).join(split), write };
}

const utf8 = new TextEncoder();

/** Where a field is in a body: the whole, a member of its JSON, or a field of its form. */
function bodyPlaceOf(delivery: RecordedDelivery, field: Field): Place | undefined {
  const text = new TextDecoder().decode(delivery.body);
  const place = (name: string, value: unknown, bodyWith: (next: unknown) => string) =>
    typeof value === "string"
      ? {
          field,
          name,
          value,
          write: (next: unknown) => ({ ...delivery, body: utf8.encode(bodyWith(next)) }),
        }
      : undefined;
  if ("body" in field) return place("the body", text, (next) => listOf(next ?? "").join(", "));
  if ("form" in field && field.json === undefined) {
    const form = new URLSearchParams(text);
    return place(`form ${field.form}`, form.get(field.form) ?? undefined, (next) => {
      const others = [...form].filter(([name]) => name !== field.form);
      const written = listOf(next ?? []).map((one) => [field.form, String(one)]);
      return new URLSearchParams([...others, ...written]).toString();
    });
  }
  if ("form" in field) {
    const { form: name, json: inner = "" } = field;
    const held = parsed(utf8.encode(formText(delivery, name) ?? ""));
    const value = jsonAt(held, inner);
    if (typeof value !== "string") return undefined;
    const write: Place["write"] = (next) =>
      withFormText(delivery, name, JSON.stringify(jsonWithout(held, inner, next)));
    return { field, name: `form ${name} ${inner}`, value, write };
  }
  if (!("json" in field)) return undefined;
  const { json: path } = field;
  const json = parsed(delivery.body);
  return place(`json ${path}`, jsonAt(json, path), (next) =>
    JSON.stringify(jsonWithout(json, path, next)),
  );
}

/** The signature fields of a form as they stand in a delivery: one for each item, where the body holds the sets. */
function placedFields(form: Form, { body }: RecordedDelivery): readonly Field[] {
  const fields = listOf<Signature>(form.signature).flatMap(fieldsOf);
  const path = itemsPathOf(form);
  const holder = heldIn(form);
  if (holder !== undefined) {
    return fields.map((field) =>
      "json" in field ? { form: holder, json: field.json ?? "" } : field,
    );
  }
  if (path === undefined) return fields;
  const items = jsonAt(parsed(body), path);
  const names = Array.isArray(items) ? [...items.keys()] : [];
  return fields.flatMap((field): Field | Field[] =>
    "json" in field
      ? names.map((i) => ({ json: [path, i, field.json].filter((one) => one !== "").join(".") }))
      : field,
  );
}

/** All places of a delivery that carry a signature of any of the provider's forms, each once. */
export function signaturePlaces(provider: Provider, delivery: RecordedDelivery): readonly Place[] {
  const places = new Map<string, Place>();
  for (const [, form] of formsOf(provider)) {
    for (const field of placedFields(form, delivery)) {
      const place = placeOf(delivery, field);
      if (place) places.set(place.name, place);
    }
  }
  return [...places.values()];
}

/** The texts by which the parts of a signature header are separated, the outermost first. */
export function separatorsOf(provider: Provider): readonly string[] {
  const separators = new Set<string>();
  for (const [, form] of formsOf(provider)) {
    if (form.sets && "header" in form.sets) separators.add(form.sets.split);
    for (const field of listOf(form.signature).flatMap((one) => fieldsOf(one))) {
      if ("split" in field && field.split !== undefined) separators.add(field.split);
    }
  }
  return [...separators];
}

/**
 * The delivery with nothing beside the signature that counts, as far as `isAccepted` can tell: what is left has to
 * be right to the last character.
 */
export async function withNeededSignaturesOnly(
  provider: Provider,
  delivery: RecordedDelivery,
  isAccepted: (candidate: RecordedDelivery) => Promise<boolean>,
): Promise<RecordedDelivery> {
  let needed = delivery;
  for (const { field } of signaturePlaces(provider, delivery)) {
    const find = (): Place | undefined => placeOf(needed, field);
    const bare = find()?.write(undefined);
    if (bare && (await isAccepted(bare))) {
      needed = bare;
      continue;
    }
    for (const separator of separatorsOf(provider)) {
      for (const part of find()?.value.split(separator) ?? []) {
        const place = find();
        const parts = place?.value.split(separator) ?? [];
        if (place === undefined || parts.length === 1) break;
        const fewer = place.write(parts.filter((one) => one !== part).join(separator));
        if (await isAccepted(fewer)) needed = fewer;
      }
    }
  }
  return needed;
}
