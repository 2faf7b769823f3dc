import type { Delivery, Field, Form, OneOrMore, Provider, Signature } from "@hooks/core";
import { formText } from "./form-text.ts";
import { covers, fieldsOf, heldIn, itemsPathOf, listOf } from "./provider-forms.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Bodies on which implementations fail that take bytes for text, or that build what is signed by replacement. */
const awkward: readonly Uint8Array[] = [
  text(""),
  text("{}"),
  text('{"a":"$& $$ $1 $` {body} {timestamp} {id}"}'),
  text('\uFEFF{"bom":true}'),
  text('{"nul":"\0"}'),
  text('{"text":"größe ♥ 🪝"}\r\n'),
  Uint8Array.of(0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28),
  text("a=1&b=%20&payload=%7B%7D"),
  text('{"__proto__":{"polluted":true}}'),
  new Uint8Array(70_000).fill(0x61),
];

/** Numbers that are the same in every run, so that a failure can be repeated (mulberry32). */
function* randomBytes(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield (mixed ^ (mixed >>> 14)) & 0xff;
  }
}

/** Writes `value` at a path of names joined by dots; a name that is a number makes a list. */
function assignAt(root: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split(".");
  let target = root;
  for (const [i, name] of names.entries()) {
    const next = names[i + 1];
    if (next === undefined) {
      target[name] = value;
    } else {
      target[name] ??= /^\d+$/.test(next) ? [] : {};
      target = target[name] as Record<string, unknown>;
    }
  }
}

/** JSON in which each path holds its value. */
export function jsonWith(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(values)) assignAt(root, path, value);
  return root;
}

/** A body as JSON, if it is that. */
export function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** What is at a path of names joined by dots; an empty one is the whole. */
export function jsonAt(root: unknown, path: string): unknown {
  const names = path === "" ? [] : path.split(".");
  return names.reduce<unknown>(
    (held, name) =>
      Object.hasOwn(Object(held), name) ? (held as Record<string, unknown>)[name] : undefined,
    root,
  );
}

/** JSON with another value at a path, or without it. */
export function jsonWithout(root: unknown, path: string, value?: unknown): unknown {
  const [name = "", ...rest] = path.split(".");
  const next = rest.length > 0 ? jsonWithout(jsonAt(root, name), rest.join("."), value) : value;
  if (Array.isArray(root)) return root.map((one, i) => (String(i) === name ? next : one));
  const others = Object.entries(Object(root)).filter(
    ([other]) => other !== name || rest.length > 0,
  );
  // In its old place: where a member stands may count.
  return Object.fromEntries(
    next === undefined
      ? others
      : Object.hasOwn(Object(root), name)
        ? Object.entries(Object(root)).map(([other, held]) => [other, other === name ? next : held])
        : [...others, [name, next]],
  );
}

const jsonPath = (fields: OneOrMore<Field> | undefined): string | undefined =>
  listOf(fields).every((field) => !("header" in field))
    ? listOf(fields).flatMap((field) =>
        "json" in field && !("form" in field) ? field.json : [],
      )[0]
    : undefined;

/** What a form needs to find in the body before it can be verified: path -> value. */
export function neededJson(
  provider: Provider,
  form: Form,
  timeText: string,
): Record<string, string> {
  const timePath = jsonPath(form.timestamp);
  const idPath = covers(form, "id") ? jsonPath(provider.deliveryId) : undefined;
  return {
    ...(timePath !== undefined && { [timePath]: timeText }),
    ...(idPath !== undefined && { [idPath]: "evt_1" }),
  };
}

/**
 * Bodies that a signature can be written into: those of {@link testBodies} as text, beside what a recorded delivery has,
 * for what is signed is a part of that; but without its signature and time.
 */
export function framedBodies(
  provider: Provider,
  form: Form,
  signature: Signature,
  recorded: Delivery | undefined,
): Uint8Array[] {
  const decoder = new TextDecoder();
  const frame = decoder.decode(recorded?.body);
  const made = [...fieldsOf(signature), ...listOf(form.timestamp)];
  const texts = testBodies(provider, { signature }, "").map((body) => decoder.decode(body));
  if (fieldsOf(signature).some((field) => "form" in field)) {
    return texts.map((one) => {
      const parameters = new URLSearchParams(frame);
      for (const field of made) if ("form" in field) parameters.delete(field.form);
      parameters.set("text", one);
      return text(parameters.toString());
    });
  }
  const framed = (item: unknown, one: string): unknown => {
    const bare = made.reduce(
      (held, field) => ("json" in field ? jsonWithout(held, field.json ?? "") : held),
      item,
    );
    return { ...Object(bare), text: one };
  };
  const holder = heldIn(form);
  const json = recorded && parsed(holder ? text(formText(recorded, holder) ?? "") : recorded.body);
  const path = itemsPathOf(form);
  return texts.map((one) => {
    if (path === undefined) return text(JSON.stringify(framed(json, one)));
    const held = jsonAt(json, path);
    const items = (Array.isArray(held) ? held : [{}]).map((item) => framed(item, one));
    return text(JSON.stringify(jsonWithout(json, path, items)));
  });
}

/** Bodies for a form: awkward ones and random ones, made to begin as the form's have to, or to hold what it reads. */
export function testBodies(provider: Provider, form: Form, timeText: string): Uint8Array[] {
  const random = randomBytes(20_240_229);
  const bodies = [...awkward];
  for (let length = 1; length < 600; length += 37) {
    bodies.push(Uint8Array.from({ length }, () => random.next().value));
  }
  const needed = neededJson(provider, form, timeText);
  if (Object.keys(needed).length > 0) {
    return bodies.map((body) =>
      text(JSON.stringify(jsonWith({ ...needed, text: new TextDecoder().decode(body) }))),
    );
  }
  const start = text(form.bodyStart ?? "");
  return bodies.map((body) => {
    const whole = new Uint8Array(start.length + body.length);
    whole.set(start);
    whole.set(body, start.length);
    return whole;
  });
}
