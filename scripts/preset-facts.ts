/** What follows from a preset's data, in words. */
import type { Field, Form, HeaderField, Provider, Signature } from "@hooks/core";
import type { Preset } from "./presets.ts";

/** One or several, as a list. */
export const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

export const code = (text: string): string =>
  text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;

/** Names joined as a sentence has them. */
export function joined(texts: readonly string[], word: string): string {
  const [last = "", ...others] = [...texts].reverse();
  return others.length === 0 ? last : `${others.reverse().join(", ")} ${word} ${last}`;
}

export const signaturesOf = ({ signature }: Form): readonly Signature[] => list(signature);

function schemeOf(one: Signature): string {
  switch (one.scheme) {
    case "hmac":
      return `HMAC-${one.hash}, ${one.encoding}`;
    case "digest":
      return one.secretAt === "key"
        ? `HMAC-${one.hash}, ${one.encoding}`
        : `${one.hash} with the secret at its ${one.secretAt}, ${one.encoding}`;
    case "ed25519":
      return `Ed25519, ${one.encoding}`;
    case "ecdsa":
      return `ECDSA P-256, ${one.encoding}`;
    case "rsa":
      return `RSA ${one.padding === "pss" ? "PSS" : "PKCS #1"}, ${one.hash}, ${one.encoding}`;
    case "jwt":
      return `JWT, ${list<string>(one.algorithms).join(", ")}`;
    case "token":
      return "token";
    case "basic":
      return "Basic";
  }
}

export const scheme = (form: Form): string => unique(signaturesOf(form).map(schemeOf)).join(" or ");

/** Where a value stands. */
export function place(field: Field): string {
  if ("header" in field) {
    const { header, prefix, split, json } = field;
    if (json !== undefined) return `header ${code(header)}, in its JSON ${code(json)}`;
    if (split === undefined) {
      return `header ${code(header)}${prefix === undefined ? "" : `, as ${code(`${prefix}…`)}`}`;
    }
    return `${prefix === undefined ? "a part" : code(`${prefix}…`)} in header ${code(header)}`;
  }
  if ("form" in field) {
    const inside = field.json === undefined ? "" : `, in its JSON ${code(field.json)}`;
    return `form field ${code(field.form)}${inside}`;
  }
  if ("json" in field) return `JSON ${code(field.json)}`;
  if ("query" in field) return `query ${code(field.query)}`;
  return "claim" in field ? `claim ${code(field.claim)}` : "the body";
}

export const places = (fields: Field | readonly Field[] | undefined): string =>
  unique(list(fields).map(place)).join("; else ");

const signatureFields = (form: Form): readonly Field[] =>
  signaturesOf(form).flatMap((one): readonly Field[] =>
    "field" in one ? list(one.field) : [{ header: "authorization" }],
  );

export const signaturePlaces = (form: Form): string => places(signatureFields(form));

/** The headers that a delivery is verified and known by; some have a body for them. */
export function headers({ deliveryId, eventType }: Provider, form: Form): string {
  const fields = [...signatureFields(form), ...list(form.timestamp), ...list(deliveryId)];
  const named = [...fields, ...list(eventType)].flatMap((field) =>
    "header" in field ? [code(field.header)] : [],
  );
  const [first, second, third, ...others] = unique(named);
  const shown = [first, second, third].filter((name) => name !== undefined);
  return `${shown.join(", ")}${others.length > 0 ? ` and ${others.length} more` : ""}` || "none";
}

export const contentsOf = (form: Form): readonly string[] =>
  signaturesOf(form).map((one) => ("content" in one ? one.content : ""));

/** Does one signature cover what stands for a name of the template, or the hash of it? */
function covers(one: Signature, name: string): boolean {
  const isToken = one.scheme === "jwt" && list(one.field).every((field) => "body" in field);
  const hashed = "requires" in one ? list(one.requires) : [];
  return (
    ("content" in one && one.content.includes(`{${name}}`)) ||
    (name === "body" && isToken) ||
    hashed.some((two) => "hashOf" in two && two.hashOf === name && two.missing !== "always")
  );
}

/** The names under which a template can have a header: its usual one, and those that the form gives it. */
function namesOf({ fields = {} }: Form, { header }: HeaderField, usual: string): readonly string[] {
  const given = Object.entries(fields).filter(
    ([, field]) =>
      typeof field !== "function" &&
      list(field).some((one) => "header" in one && one.header === header),
  );
  return [usual, ...given.map(([name]) => name)];
}

/** Do all signatures of a form cover a field? */
function signsField(form: Form, field: Field, usual: "id" | "timestamp"): boolean {
  const names =
    "header" in field ? namesOf(form, field, usual) : ["query" in field ? "url" : "body"];
  return signaturesOf(form).every((one) =>
    "claim" in field ? one.scheme === "jwt" : names.some((name) => covers(one, name)),
  );
}

export const signsBody = (form: Form): boolean =>
  signaturesOf(form).every((one) => covers(one, "body"));

/** Does the signature cover the id? One that the provider does not give is the body's digest. */
export const signsId = ({ deliveryId }: Provider, form: Form): boolean =>
  signsBody(form) && list(deliveryId).every((field) => signsField(form, field, "id"));

export const signsTime = (form: Form): boolean =>
  (form.timestamp !== undefined && signsField(form, form.timestamp, "timestamp")) ||
  signaturesOf(form).every((one) => one.scheme === "jwt" && one.expires);

/** Is a part of what is signed made by a function, of which the data does not say what it covers? */
export const isMade = ({ fields = {} }: Form): boolean =>
  Object.values(fields).some((field) => typeof field === "function");

/**
 * What keeps a captured delivery from being sent again, given a store. Notes say it where the data does not; without
 * them it is not known there.
 */
export function replay({ provider, notes }: Preset, form: Form): string {
  if (notes.replay !== undefined) return notes.replay;
  if (!signsBody(form)) return isMade(form) ? "not known" : "no";
  const isIdSigned = signsId(provider, form);
  if (form.timestamp !== undefined && !signsTime(form) && isMade(form)) return "not known";
  if (!signsTime(form)) return `while remembered${isIdSigned ? "" : ", by body"}`;
  return isIdSigned ? "yes" : `after ${form.timestamp?.tolerance ?? 300} s; by body, yes`;
}

/** By which methods the provider finds out who owns an endpoint. */
export const handshakes = ({ handshake }: Provider): string =>
  unique(
    list(handshake).map(({ method = "POST", unsigned }) =>
      method === "POST" ? `POST, ${unsigned ? "unsigned" : "verified"}` : method,
    ),
  ).join("; ") || "none";

const doubt = ({ notes }: Preset, key: string): string =>
  notes.unconfirmed?.includes(key) ? " (?)" : "";

/** `–` where it isn't known. */
export const retries = (preset: Preset): string =>
  preset.notes.retries === undefined ? "–" : `${preset.notes.retries}${doubt(preset, "retries")}`;

export const answerWithin = (preset: Preset): string =>
  preset.notes.answerWithin === undefined
    ? "–"
    : `${preset.notes.answerWithin} s${doubt(preset, "answerWithin")}`;

export const answer = (preset: Preset): string | undefined =>
  preset.notes.answer && `${preset.notes.answer}${doubt(preset, "answer")}`;
