import type { Field, Provider } from "@hooks/core";
import { fieldsOf, formsOf, listOf } from "./provider-forms.ts";
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

/** Where a field is in a delivery, unless it is not there, or is in the body. */
export function placeOf(delivery: RecordedDelivery, field: Field): Place | undefined {
  if ("header" in field) {
    const key = headerKey(delivery, field.header);
    const value = delivery.headers[key];
    if (typeof value !== "string") return undefined;
    const write: Place["write"] = (next) => ({
      ...delivery,
      headers: { ...delivery.headers, [key]: next },
    });
    return { field, name: `header ${field.header}`, value, write };
  }
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
  if (!("json" in field) || "form" in field || field.json.includes(".")) return undefined;
  const json: Record<string, unknown> = JSON.parse(text);
  const { [field.json]: value, ...others } = json;
  return place(`json ${field.json}`, value, (next) =>
    JSON.stringify(next === undefined ? others : { ...json, [field.json]: next }),
  );
}

/** All places of a delivery that carry a signature of any of the provider's forms, each once. */
export function signaturePlaces(provider: Provider, delivery: RecordedDelivery): readonly Place[] {
  const places = new Map<string, Place>();
  for (const [, form] of formsOf(provider)) {
    for (const field of listOf(form.signature).flatMap((one) => fieldsOf(one))) {
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
    if (form.sets) separators.add(form.sets.split);
    for (const field of listOf(form.signature).flatMap((one) => fieldsOf(one))) {
      if ("header" in field && field.split !== undefined) separators.add(field.split);
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
