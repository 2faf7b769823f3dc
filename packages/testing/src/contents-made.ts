import type { ContentSource, Delivery, Field, Form, Provider, Signature } from "@hooks/core";
import { formText } from "./form-text.ts";
import { fieldsOf, headerOf, heldIn, itemsPathOf, listOf, madeBy } from "./provider-forms.ts";
import { jsonAt, parsed } from "./test-body.ts";

/** Reads a field by rules of the suite's own, which know only what presets' functions ask for. */
function readIn(delivery: Delivery, field: Field): string | undefined {
  const { url, headers, body } = delivery;
  if ("header" in field) {
    const record = Object.entries(headers as Record<string, string>);
    const text = record.find(([name]) => name.toLowerCase() === field.header)?.[1] || undefined;
    if (field.json === undefined || text === undefined) return text;
    const held = parsed(new TextEncoder().encode(text.startsWith("{") ? text : atob(text)));
    const value = jsonAt(held, field.json);
    return typeof value === "string" ? value : undefined;
  }
  if ("query" in field) return new URL(url).searchParams.get(field.query) || undefined;
  if ("body" in field) return new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
  if ("form" in field && field.json === undefined) {
    return new URLSearchParams(new TextDecoder().decode(body)).get(field.form) || undefined;
  }
  if (!("json" in field) || "form" in field) {
    throw new Error("the suite can't read what a preset's function asks for");
  }
  const value = jsonAt(parsed(body), field.json);
  return value === "" || !/string|number/.test(typeof value) ? undefined : String(value);
}

/** The deliveries that a form's functions get: one for each item or set, where the body holds such. */
function partsOf(form: Form, delivery: Delivery): readonly Delivery[] {
  const path = itemsPathOf(form);
  const holder = heldIn(form);
  if (holder !== undefined) {
    return [{ ...delivery, body: new TextEncoder().encode(formText(delivery, holder) ?? "") }];
  }
  if (path === undefined) return [delivery];
  const items = jsonAt(parsed(delivery.body), path);
  const bodyOf = (item: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(item));
  return Array.isArray(items) ? items.map((one) => ({ ...delivery, body: bodyOf(one) })) : [];
}

/** What a form's functions read of a delivery. */
function sourceOf(delivery: Delivery, onAbsent: (field: Field) => void = () => {}): ContentSource {
  const readOne = (field: Field): string | undefined => {
    const text = readIn(delivery, field);
    if (text === undefined) onAbsent(field);
    return text;
  };
  return {
    delivery,
    url: delivery.url,
    json: () => parsed(delivery.body),
    form: () => new URLSearchParams(new TextDecoder().decode(delivery.body)),
    read: (fields) =>
      listOf(fields)
        .map(readOne)
        .find((text) => text !== undefined),
  };
}

/** All that a preset's functions make of a delivery, as one text. */
export function contentsMade(form: Form, whole: Delivery): string {
  const made = partsOf(form, whole).map((delivery) => {
    const source = sourceOf(delivery);
    return madeBy(form).map((make) => make(source) ?? null);
  });
  return JSON.stringify(made);
}

/** The headers that a preset's functions ask a delivery for in vain, but those that are written when it is signed. */
export function headersLacking(provider: Provider, form: Form, delivery: Delivery): string[] {
  const written = [
    ...listOf<Signature>(form.signature).flatMap(fieldsOf),
    ...listOf(form.timestamp),
    ...listOf(provider.deliveryId),
    ...listOf(provider.eventType),
  ].map((field) => headerOf(field)?.header);
  const lacking = new Set<string>();
  const source = sourceOf(delivery, (field) => {
    if ("header" in field && !written.includes(field.header)) lacking.add(field.header);
  });
  for (const make of madeBy(form)) make(source);
  return [...lacking];
}
