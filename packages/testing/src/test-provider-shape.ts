import type { Encoding, Field, Form, Handshake, Signature } from "@hooks/core";
import { covers, fieldsOf, formsOf, listOf, requirementsOf, templateOf } from "./provider-forms.ts";
import type { Trial } from "./trial.ts";
import type { Vector } from "./vector.ts";

const idSyntax = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const originSyntax = /^(https:\/\/\S+|captured \d{4}-\d\d-\d\d|generated)$/;
const contentNames = ["body", "timestamp", "id", "url", "path", "method", "secret"];

/** Rules for a literal that no type can state. */
export function checkShape(trial: Trial): void {
  const { provider } = trial;
  trial.holds(idSyntax.test(provider.id), `the id "${provider.id}" is not kebab-case`);
  trial.holds(provider.name.trim() !== "", "the name is empty");
  trial.holds(
    provider.docs.startsWith("https://") && URL.canParse(provider.docs),
    "docs is not an https URL",
  );
  const forms = formsOf(provider);
  trial.holds(forms.length > 0, "there is no form");
  for (const [, form] of forms) checkForm(trial, form);
  checkFields(trial, [...listOf(provider.deliveryId), ...listOf(provider.eventType)]);
  const { retriesDiffer } = provider;
  const isIdSigned = forms.every(
    ([, form]) =>
      covers(form, "id") ||
      (covers(form, "body") && listOf(provider.deliveryId).every((field) => "json" in field)),
  );
  trial.holds(!retriesDiffer || isIdSigned, "retries differ under an id that is not signed");
  for (const handshake of listOf(provider.handshake)) checkHandshakeShape(trial, handshake);
}

function checkHandshakeShape(trial: Trial, handshake: Handshake): void {
  const {
    method = "POST",
    when,
    challenge,
    verifyToken,
    answer,
    challengeSyntax,
    reply,
  } = handshake;
  checkFields(trial, [...listOf(when), ...listOf(challenge), ...listOf(verifyToken)]);
  const text = [reply.body ?? "", ...Object.values(reply.headers ?? {})].join("\n");
  trial.holds(
    challenge === undefined ||
      text.includes("{challenge}") ||
      answer?.content.includes("{challenge}"),
    "the handshake's challenge is not used",
  );
  trial.holds(
    challenge !== undefined || !text.includes("{challenge}"),
    "the handshake's reply has a challenge that there is not",
  );
  trial.holds(
    text.includes("{answer}") === (answer !== undefined),
    "the handshake's reply and its answer do not go together",
  );
  trial.holds(
    answer === undefined || challengeSyntax !== undefined,
    "an answer is given under the secret for any challenge",
  );
  trial.holds(
    method !== "POST" || listOf(when).length > 0,
    "every delivery is taken for a handshake",
  );
}

function checkForm(trial: Trial, form: Form): void {
  const signatures: readonly Signature[] = listOf(form.signature);
  trial.holds(signatures.length > 0, "a form has no signature");
  for (const signature of signatures) {
    checkFields(trial, [...fieldsOf(signature), ...requirementsOf(signature)]);
    const template = templateOf(signature);
    const names = Array.from(template.matchAll(/\{(\w*)\}/g), ([, name = ""]) => name);
    const isKeyed = "content" in signature;
    const bodies = names.filter((one) => one === "body").length;
    const isShown = names.every((one) => typeof form.fields?.[one] !== "function");
    trial.holds(
      !isKeyed || bodies === (form.bodyUnsigned ? 0 : 1) || (!isShown && bodies === 0),
      `"${template}" does not hold {body} once, or bodyUnsigned is wrong`,
    );
    trial.holds(!isKeyed || names.length > 0, "nothing is signed");
    trial.holds(
      !("encoding" in signature) ||
        signature.scheme === "token" ||
        (signature.encoding as Encoding) !== "utf8",
      "the bytes of a signature are not text",
    );
    for (const name of names) {
      const isKnown = contentNames.includes(name) || form.fields?.[name] !== undefined;
      trial.holds(isKnown, `the content has no name {${name}}`);
    }
    trial.holds(
      !names.includes("timestamp") || form.timestamp,
      "a timestamp is signed, but not declared",
    );
    trial.holds(
      !names.includes("id") || trial.provider.deliveryId,
      "an id is signed, but not declared",
    );
    checkKeySource(trial, signature);
    if (signature.scheme !== "basic" && signature.secret?.prefixRequired) {
      trial.holds(signature.secret.prefix, "a prefix is required, but there is none");
    }
  }
  const { timestamp, sets, fields = {} } = form;
  for (const [name, field] of Object.entries(fields)) {
    trial.holds(!contentNames.includes(name), `{${name}} has a meaning of its own`);
    trial.holds(/^\w+$/.test(name), `"${name}" can't be a name in a template`);
    if (typeof field !== "function") checkFields(trial, listOf(field));
  }
  if (timestamp) {
    checkFields(trial, [timestamp]);
    const { tolerance = 1 } = timestamp;
    trial.holds(
      tolerance > 0 && Number.isFinite(tolerance),
      "the tolerance is not a number of seconds",
    );
  }
  if (sets && !("body" in sets)) checkFields(trial, [sets]);
  const at = trial.provider.batch?.at ?? sets;
  trial.holds(
    !sets || !("json" in sets) || JSON.stringify(at) === JSON.stringify(sets),
    "what is verified item by item is split otherwise",
  );
}

/** What is fetched is fetched from the provider, and for nobody in particular unless something tells the receiver. */
function checkKeySource(trial: Trial, signature: Signature): void {
  const source = "keys" in signature ? signature.keys : undefined;
  if (source === undefined) {
    trial.holds(!templateOf(signature).includes("{secret}"), "the secret is a key, and signed");
    return;
  }
  const { url, from } = source;
  trial.holds(
    typeof url === "string" ? /^(https:|\{secret\})/.test(url) : from !== undefined,
    "keys are fetched from anywhere",
  );
  for (const place of listOf(from)) {
    trial.holds(/^https:\/\/[^/]*\.[a-z]+(\.[a-z]+)*\/./.test(place), `"${place}" is no place`);
    trial.holds(!/\*\.[a-z]+\//.test(place), `"${place}" is anybody's`);
  }
  const told = JSON.stringify([templateOf(signature), url, requirementsOf(signature)]);
  trial.holds(/\{secret[.}]/.test(told), "whose delivery it is does not depend on the secret");
}

function checkFields(trial: Trial, fields: readonly Field[]): void {
  for (const field of fields) {
    const [name, ...others] = ["header", "query", "form", "json", "claim", "body"].flatMap(
      (kind) => field[kind as keyof Field] ?? [],
    );
    trial.holds(name, "a field names no place");
    const isHolder = "form" in field || "header" in field;
    trial.holds(others.length === 0 || isHolder, "a field names two places");
    if ("header" in field) {
      const { header, split, prefix } = field;
      trial.holds(header === header.toLowerCase(), `the header "${header}" is not in lower case`);
      trial.holds(
        split !== "" && prefix !== "",
        `the header "${header}" has an empty split or prefix`,
      );
    }
  }
}

/** Rules for vectors: each says whence it came, and names are unique. */
export function checkVectors(trial: Trial, vectors: readonly Vector[]): void {
  const names = new Set<string>();
  for (const { name, origin, now, request, expect } of vectors) {
    trial.holds(name.trim() !== "" && !names.has(name), `two vectors are called "${name}"`);
    names.add(name);
    trial.holds(
      originSyntax.test(origin),
      `"${name}": the origin is no URL, no capture and not "generated"`,
    );
    trial.holds(Number.isSafeInteger(now), `"${name}": now is not in milliseconds`);
    trial.holds(URL.canParse(request.url), `"${name}": the url is not absolute`);
    trial.holds(
      (request.body === undefined) !== (request.bodyBase64 === undefined),
      `"${name}": there is not exactly one body`,
    );
    trial.holds(expect.error === undefined || expect.id === undefined, `"${name}": two verdicts`);
  }
}
