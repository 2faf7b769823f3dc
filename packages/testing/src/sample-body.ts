import type { Field, Form, OneOrMore, Provider, Signature } from "@hooks/core";
import { fieldsOf, heldIn, listOf, timeText } from "./provider-forms.ts";
import { jsonAt } from "./test-body.ts";

/** What a body has to tell, wherever its provider reads that. */
export interface BodyFacts {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly timeMs: number;
}

/** A body, and the media type that says what it is. */
export interface SampleBody {
  readonly body: Uint8Array;
  readonly contentType: string;
}

type Json = Record<string, unknown>;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Writes a value at a path of names joined by dots, over whatever is not an object or a list on the way. */
function writeAt(root: Json, path: string, value: unknown): void {
  const names = path.split(".");
  let holder = root;
  for (const [i, name] of names.slice(0, -1).entries()) {
    const next = Object.hasOwn(holder, name) ? holder[name] : undefined;
    const made = /^\d+$/.test(names[i + 1] ?? "") ? [] : {};
    const inner = typeof next === "object" && next !== null ? next : made;
    // Not by assignment, which for one name would set the prototype.
    Object.defineProperty(holder, name, { value: inner, ...writable });
    holder = inner as Json;
  }
  Object.defineProperty(holder, names.at(-1) ?? "", { value, ...writable });
}

const writable = { writable: true, enumerable: true, configurable: true } as const;

function hasAt(root: unknown, path: string): boolean {
  let holder = root;
  for (const name of path.split(".")) {
    if (!Object.hasOwn(Object(holder), name)) return false;
    holder = (holder as Json)[name];
  }
  return true;
}

const isOfBody = (field: Field): boolean =>
  "form" in field || ("json" in field && !("header" in field));

/**
 * The first field that is of the body, and of its kind where there is one: where a header comes first, the header
 * tells it.
 */
function bodyField(fields: OneOrMore<Field> | undefined, asForm: boolean): Field | undefined {
  const ofBody = listOf(fields).filter(isOfBody);
  return ofBody.find((field) => "form" in field === asForm) ?? ofBody[0];
}

/** What is in the body says what it is, the signature first. Of those that send both, JSON is what most ask for. */
function isForm({ batch, deliveryId, eventType }: Provider, form: Form): boolean {
  // What the field holds is given, and `sign` makes the form.
  if (heldIn(form) !== undefined) return false;
  const signed = [
    ...listOf<Signature>(form.signature).flatMap(fieldsOf),
    ...listOf(form.timestamp),
  ];
  const said = [...signed, ...listOf(batch?.at)].find(isOfBody);
  if (said) return "form" in said;
  return [deliveryId, eventType].some((fields) => {
    const field = listOf(fields).find(isOfBody);
    return field !== undefined && "form" in field;
  });
}

/** Where claims are that are those of JSON which a field of a form holds. */
function claimedIn(
  { deliveryId, eventType }: Provider,
  form: Form,
): {
  readonly deliveryId: OneOrMore<Field> | undefined;
  readonly eventType: OneOrMore<Field> | undefined;
} {
  if (heldIn(form) === undefined) return { deliveryId, eventType };
  const inJson = (fields: OneOrMore<Field> | undefined): Field[] =>
    listOf(fields).map((field) => ("claim" in field ? { json: field.claim } : field));
  return { deliveryId: inJson(deliveryId), eventType: inJson(eventType) };
}

/**
 * Makes a body that tells its id, type and time where the provider reads them. Text and bytes are taken as they are;
 * what an object has already stays, unless `facts` name it. A list or another value is written as it is.
 *
 * @param named the facts that were asked for, in contrast to those made up
 */
export function sampleBody(
  provider: Provider,
  form: Form,
  payload: unknown,
  facts: BodyFacts,
  named: { readonly id: boolean; readonly type: boolean },
): SampleBody {
  const asForm = isForm(provider, form);
  const contentType = asForm ? "application/x-www-form-urlencoded" : "application/json";
  if (payload instanceof Uint8Array) return { body: payload, contentType };
  if (typeof payload === "string") return { body: utf8(payload), contentType };
  const isObject = typeof payload === "object" && payload !== null && !Array.isArray(payload);
  if (payload !== undefined && !isObject && !asForm) {
    return { body: utf8(JSON.stringify(payload)), contentType };
  }
  const root: Json = isObject ? structuredClone(payload as Json) : {};
  const fields = new URLSearchParams();
  const put = (holder: Json, field: Field | undefined, value: unknown, wins: boolean): void => {
    if (field === undefined || value === undefined) return;
    if ("form" in field && field.json === undefined) fields.set(field.form, String(value));
    else if ("json" in field && field.json && (wins || !hasAt(holder, field.json))) {
      writeAt(holder, field.json, value);
    }
  };
  const { batch } = provider;
  const [place] = listOf(batch?.at);
  const { deliveryId, eventType } = batch ?? claimedIn(provider, form);
  const time = timeText(form, facts.timeMs);
  put(root, bodyField(deliveryId, asForm), facts.id, named.id);
  put(root, bodyField(eventType, asForm), facts.type, named.type);
  const whole = place ? inBatch(place, root) : root;
  if (!Array.isArray(whole)) {
    if (batch) put(whole, bodyField(provider.deliveryId, asForm), facts.id, named.id);
    if (batch) put(whole, bodyField(provider.eventType, asForm), facts.type, named.type);
    const isNumber = time !== undefined && /^\d+$/.test(time);
    put(whole, bodyField(form.timestamp, asForm), isNumber ? Number(time) : time, true);
  }
  if (!asForm) return { body: utf8(JSON.stringify(whole)), contentType };
  if (place && "form" in place) fields.set(place.form, JSON.stringify(whole));
  else for (const [name, value] of Object.entries(root)) fields.set(name, String(value));
  return { body: utf8(fields.toString()), contentType };
}

/** The id that an event tells in its body. */
export function bodyIdOf({ batch, deliveryId }: Provider, body: object): string | undefined {
  for (const field of listOf<Field>(batch?.deliveryId ?? deliveryId)) {
    const value = "json" in field && isOfBody(field) ? jsonAt(body, field.json ?? "") : undefined;
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** The list of one event, where a batch has its list; what holds a list there is the whole already. */
function inBatch({ json = "" }: { readonly json?: string }, event: Json): Json | unknown[] {
  if (json === "") return [event];
  if (hasAt(event, json)) return event;
  const root: Json = {};
  writeAt(root, json, [event]);
  return root;
}
