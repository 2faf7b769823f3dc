import { parseJson } from "../delivery-reader.ts";
import type { Provider } from "../provider.ts";
import type { Finding } from "./explanation.ts";
import type { TextVariant } from "./json-variants.ts";

type Payload = Exclude<Provider["payload"], undefined>;

const isForm = /^[^={}[\]\s]+=[^\s]*$/;

const found = (evidence: string): readonly Finding[] => [{ code: "body_form", evidence }];

/** Values as most programs write them into a form. */
const fieldText = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

function* ofJson(text: string, json: object, names: readonly string[]): Generator<TextVariant> {
  for (const name of names) {
    const whole = new URLSearchParams({ [name]: text }).toString();
    yield { findings: found("the signature is right for the JSON in a form's field"), text: whole };
    yield {
      findings: found("the signature is right for the JSON in a form's field"),
      text: whole.replaceAll("+", "%20"),
    };
  }
  if (Array.isArray(json)) return;
  const pairs = Object.entries(json).map(([name, value]) => [name, fieldText(value)]);
  const form = new URLSearchParams(pairs).toString();
  yield { findings: found("the signature is right for its members as a form"), text: form };
  yield {
    findings: found("the signature is right for its members as a form"),
    text: form.replaceAll("+", "%20"),
  };
}

/** What a form's text would be as a value of JSON. */
const typed = (text: string): unknown => parseJson(() => text) ?? text;

function* ofForm(text: string): Generator<TextVariant> {
  const form = [...new URLSearchParams(text)];
  const evidence = "the signature is right for its fields as JSON";
  const texts = Object.fromEntries(form);
  const values = Object.fromEntries(form.map(([name, value]) => [name, typed(value)]));
  for (const json of [texts, values]) {
    yield { findings: found(evidence), text: JSON.stringify(json) };
  }
  const [[name = "", value = ""] = []] = form;
  if (form.length === 1) {
    const inner = value === "" ? name : value;
    yield {
      findings: found("the signature is right for what the form's field holds"),
      text: inner,
    };
  }
  const again = new URLSearchParams(form).toString();
  const escapes: readonly Finding[] = [
    { code: "body_form_escapes", evidence: "the signature is right with other escapes" },
  ];
  const spellings = [
    again,
    again.replaceAll("+", "%20"),
    text.replaceAll("%20", "+"),
    text.replaceAll("+", "%20"),
    text.replace(/%[\da-f]{2}/gi, (one) => one.toLowerCase()),
    text.replace(/%[\da-f]{2}/gi, (one) => one.toUpperCase()),
    form.map((pair) => pair.map(encodeURIComponent).join("=")).join("&"),
    form.map((pair) => pair.join("=")).join("&"),
  ];
  for (const other of spellings) yield { findings: escapes, text: other };
  const sorted = new URLSearchParams(form);
  sorted.sort();
  const evidenceOfOrder = "the signature is right with its fields sorted by name";
  yield {
    findings: [{ code: "body_form_escapes", evidence: evidenceOfOrder }],
    text: sorted.toString(),
  };
}

/** A body as a form where it is JSON, as JSON where it is a form, and as a form with other escapes. */
export function* formVariants(text: string, payloads: readonly Payload[]): Generator<TextVariant> {
  const json = parseJson(() => text);
  const names = payloads.flatMap((one) => ("form" in one ? one.form : []));
  if (typeof json === "object" && json !== null) yield* ofJson(text, json, names);
  else if (isForm.test(text.trim()) || text.includes("=")) yield* ofForm(text);
}
