import type {
  ContentFunction,
  Field,
  Form,
  HeaderField,
  JwtSignature,
  KeySource,
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
  return ("content" in signature && signature.content) || "";
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
export const madeBy = ({ fields = {} }: Form): readonly ContentFunction[] =>
  Object.values(fields).filter((field) => typeof field === "function");

/** Does the preset make a part of what is signed, of which a template shows nothing? */
export const isMade = (form: Form): boolean => madeBy(form).length > 0;

/** Where the sets of a form are in the body, if they are there. */
export const itemsPathOf = ({ sets }: Form): string | undefined =>
  sets && "json" in sets ? sets.json : undefined;

/** The field of a form that holds all that is signed, where one does. */
export const heldIn = ({ sets }: Form): string | undefined =>
  sets && "form" in sets ? sets.form : undefined;

/** Can `sign` write it? Of what is in the body, that is a member of its JSON or a field of its form. */
const isWritable = (field: Field): boolean =>
  "header" in field || "query" in field || ("form" in field ? !field.json : "json" in field);

/** Can `sign` make it: with a key that the receiver has, and where the provider has it? */
export const isSignable = (signature: Signature): boolean =>
  !("keys" in signature) && fieldsOf(signature).some(isWritable);

/** A signature whose keys are published. */
export type PublishedSignature = Signature & { readonly keys: KeySource };

/** Does the provider publish what verifies it? */
export const isPublished = (signature: Signature): signature is PublishedSignature =>
  "keys" in signature && signature.keys !== undefined;

/** The same signature as its signer knows it: with the key itself. */
export function withOwnKey<T extends Signature>(signature: T): T {
  if (!isPublished(signature)) return signature;
  const { keys, ...own } = signature;
  return { ...own, secret: { encoding: keys.format === "jwks" ? "jwk" : "pem" } } as T;
}

/** Is the whole body a token? */
export const isTokenBody = (signature: Signature): boolean =>
  signature.scheme === "jwt" && fieldsOf(signature).some((field) => "body" in field);

/** Is the signature written into the body, which can't be any bytes then? */
export const isInBody = (signature: Signature): boolean =>
  fieldsOf(signature).every((field) => !("header" in field) && !("query" in field));

/** What has to hold beside a signature. */
export function requirementsOf(signature: Signature): readonly Requirement[] {
  return "requires" in signature ? listOf(signature.requires) : [];
}

/** Is the time signed: by name, or as a part of the body? */
export function coversTime(form: Form): boolean {
  const { timestamp } = form;
  if (timestamp === undefined) return false;
  const isInBodySigned = "json" in timestamp && covers(form, "body");
  return "claim" in timestamp || isInBodySigned || covers(form, "timestamp");
}

/** The first of the fields that is a header. */
export function headerOf(fields: OneOrMore<Field> | undefined): HeaderField | undefined {
  return listOf(fields).find((field): field is HeaderField => "header" in field);
}

/** The field that can be written: a header, where it may be one. */
export const writableField = (fields: OneOrMore<Field> | undefined): Field | undefined =>
  headerOf(fields) ?? listOf(fields).find(isWritable);

/** The time at which the suite signs, in milliseconds since the epoch. */
export const testNowMs: number = Date.UTC(2024, 1, 29, 12, 0, 0);

/** A time as a form writes it, where it has one. */
export function timeText({ timestamp }: Form, ms: number): string | undefined {
  if (timestamp?.unit === "iso") return new Date(ms).toISOString();
  if (timestamp?.unit === "isoZ") return new Date(ms).toISOString().replace("Z", "");
  return timestamp && String(timestamp.unit === "ms" ? ms : Math.floor(ms / 1000));
}

/** A signature over some content, in contrast to one that is sent along as it is. */
export type KeyedSignature = Extract<Signature, { readonly content: string }>;

/** Is what verifies known to everybody? */
export const isKeyPair = (signature: Signature): boolean =>
  signature.scheme === "jwt"
    ? !String(signature.algorithms).startsWith("HS")
    : /^(ed25519|ecdsa|rsa)$/.test(signature.scheme);

/** The signatures of a form that are tokens with claims. */
export function tokenSignatures(form: Form): readonly JwtSignature[] {
  return listOf<Signature>(form.signature)
    .filter((one) => one.scheme === "jwt")
    .filter(({ content }) => content === undefined);
}

/** The signatures of a form over some content that a template shows, and that the suite can sign. */
export function keyedSignatures(form: Form): readonly KeyedSignature[] {
  const signatures = isMade(form) ? [] : listOf<Signature>(form.signature).filter(isSignable);
  return signatures.filter((one): one is KeyedSignature => "content" in one);
}
