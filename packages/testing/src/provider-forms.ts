import type {
  ContentFunction,
  Delivery,
  Field,
  Form,
  HeaderField,
  JwtSignature,
  OneOrMore,
  Provider,
  Requirement,
  Signature,
} from "@hooks/core";

/** One or several, always as a list. */
export function listOf<T>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

/** The forms of a provider by name; its only form has none. */
export function formsOf(provider: Provider): readonly (readonly [string | undefined, Form])[] {
  return provider.forms ? Object.entries(provider.forms) : [[undefined, provider]];
}

/** Where a signature is carried; HTTP Basic has a header of its own. */
export function fieldsOf(signature: Signature): readonly Field[] {
  return signature.scheme === "basic"
    ? [{ header: "authorization", prefix: "Basic " }]
    : listOf(signature.field);
}

/** The template of what is signed; empty where nothing is. */
export function templateOf(signature: Signature): string {
  return "content" in signature ? signature.content : "";
}

/** Do all signatures of a form cover `name`, one of the names of a template? */
export function covers(form: Form, name: string): boolean {
  return listOf(form.signature).every((one) => {
    const hashed = requirementsOf(one).flatMap((two) =>
      "hashOf" in two && two.missing !== "always" ? two.hashOf : [],
    );
    return templateOf(one).includes(`{${name}}`) || hashed.includes(name as "body");
  });
}

/** The form's names that the preset makes by functions of its own. */
const madeBy = ({ fields = {} }: Form): readonly ContentFunction[] =>
  Object.values(fields).filter((field) => typeof field === "function");

/** Does the preset make a part of what is signed, of which a template shows nothing? */
export const isMade = (form: Form): boolean => madeBy(form).length > 0;

/** All that a preset's functions make of a delivery, as one text. */
export function contentsMade(form: Form, delivery: Delivery): string {
  const text = (): string => new TextDecoder().decode(delivery.body);
  const json = (): unknown => {
    try {
      return JSON.parse(text());
    } catch {
      return undefined;
    }
  };
  const source = { delivery, url: delivery.url, json, form: () => new URLSearchParams(text()) };
  return JSON.stringify(madeBy(form).map((make) => make(source) ?? null));
}

/** Can `sign` make it: with a key that the receiver has, and into a header? */
export const isSignable = (signature: Signature): boolean =>
  !("keys" in signature) && headerOf(fieldsOf(signature)) !== undefined;

/** What has to hold beside a signature. */
export function requirementsOf(signature: Signature): readonly Requirement[] {
  return "requires" in signature ? listOf(signature.requires) : [];
}

/** Is the time signed: by name, or as a part of the body? */
export function coversTime(form: Form): boolean {
  const { timestamp } = form;
  if (timestamp === undefined) return false;
  return "claim" in timestamp || covers(form, "json" in timestamp ? "body" : "timestamp");
}

/** The first of the fields that is a header. */
export function headerOf(fields: OneOrMore<Field> | undefined): HeaderField | undefined {
  return listOf(fields).find((field): field is HeaderField => "header" in field);
}

/** The time at which the suite signs, in milliseconds since the epoch. */
export const testNowMs: number = Date.UTC(2024, 1, 29, 12, 0, 0);

/** A time as a form writes it, where it has one. */
export function timeText({ timestamp }: Form, ms: number): string | undefined {
  if (timestamp?.unit === "iso") return new Date(ms).toISOString();
  return timestamp && String(timestamp.unit === "ms" ? ms : Math.floor(ms / 1000));
}

/** A signature over some content, in contrast to one that is sent along as it is. */
export type KeyedSignature = Extract<Signature, { readonly content: string }>;

/** Is what verifies known to everybody? */
export const isKeyPair = (signature: Signature): boolean =>
  signature.scheme === "jwt"
    ? !String(signature.algorithms).startsWith("HS")
    : /^(ed25519|ecdsa|rsa)$/.test(signature.scheme);

/** The signatures of a form that are tokens. */
export function tokenSignatures(form: Form): readonly JwtSignature[] {
  return listOf<Signature>(form.signature).filter((one) => one.scheme === "jwt");
}

/** The signatures of a form over some content that a template shows, and that the suite can sign. */
export function keyedSignatures(form: Form): readonly KeyedSignature[] {
  const signatures = isMade(form) ? [] : listOf<Signature>(form.signature).filter(isSignable);
  return signatures.filter((one): one is KeyedSignature => "content" in one);
}
