import { DeliveryReader } from "../delivery-reader.ts";
import { listOf } from "../list-of.ts";
import type { Field } from "../provider.ts";
import { readTokenHeader } from "../schemes/read-token.ts";
import type { Signature } from "../signature.ts";
import { readParts } from "../signature-parts.ts";
import { isWebhookError, type WebhookError } from "../webhook-error.ts";
import type { Finding } from "./explanation.ts";
import { headersOf, signatureFields } from "./header-variants.ts";
import { isPrivateKey } from "./key-variants.ts";
import { formsInQuestion, headerValues, signaturesInQuestion, type Trial } from "./trial.ts";
import { findLength, signatureTexts } from "./truncated.ts";

/** What is wrong with the secrets by themselves. */
function secretFacts(trial: Trial, error: WebhookError): readonly Finding[] {
  if (error.code !== "secret_invalid") return [];
  if (trial.secrets.some(({ value }) => value && isPrivateKey(value))) {
    return [
      { code: "key_private", evidence: "its label, members or first bytes are those of one" },
    ];
  }
  return [{ code: "secret_unusable", evidence: error.message }];
}

/** Which headers are missing: the signature's, or those of which it covers the value. */
function headerFacts(trial: Trial, { code }: WebhookError): readonly Finding[] {
  const values = headerValues(trial.delivery);
  const isThere = (name: string): boolean => values.has(name);
  if (code === "signature_missing") {
    const fields = signaturesInQuestion(trial).flatMap(signatureFields);
    const places = new Set(
      fields.map((field) => {
        const [kind = "", name = ""] = Object.entries(field)[0] ?? [];
        return kind === "body" ? "body" : `${kind} ${name}`;
      }),
    );
    const names = [...values.keys()].filter((name) => /^[a-z\d-]{1,64}$/.test(name));
    const others = names.filter((name) => /sign|hmac|digest|token|auth/.test(name)).slice(0, 5);
    const hint = others.length > 0 ? `; there is ${others.join(", ")}` : "";
    const evidence = `there is no ${[...places].slice(0, 6).join(", or ")}${hint}`;
    return [{ code: "signature_absent", evidence }];
  }
  if (!/^(signature|timestamp)_malformed$/.test(code)) return [];
  const forms = formsInQuestion(trial);
  // Of several forms it is the one whose signature is there.
  const carried = forms.filter(({ signature }) =>
    headersOf(listOf<Signature>(signature).flatMap(signatureFields)).some(isThere),
  );
  return (carried.length > 0 ? carried : forms).flatMap(
    ({ signature, timestamp, fields = {} }): readonly Finding[] => {
      const contents = listOf<Signature>(signature).map((one) =>
        "content" in one ? one.content : "",
      );
      const signsId = contents.some((one) => one.includes("{id}"));
      const needed = [
        timestamp ?? [],
        signsId ? (trial.provider.deliveryId ?? []) : [],
        ...Object.values(fields).map((one) => (typeof one === "function" ? [] : one)),
      ].map((one) => headersOf(listOf<Field>(one)));
      // Of a list, one is enough.
      const absent = needed.filter((names) => !names.some(isThere)).flat();
      const missing = [...new Set(absent)];
      return missing.length > 0
        ? [{ code: "header_absent", evidence: `there is no header ${missing.join(", nor ")}` }]
        : [];
    },
  );
}

/** Whether the body is what was received. */
export function bodyFacts({ delivery }: Trial): readonly Finding[] {
  const { body } = delivery;
  const values = headerValues(delivery);
  const [length = ""] = values.get("content-length") ?? [];
  const isCoded = (values.get("content-encoding") ?? []).length > 0;
  const [type = ""] = values.get("content-type") ?? [];
  const declared = /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  if (body.length === 0) {
    if (declared)
      return [{ code: "body_empty", evidence: `content-length says ${declared} bytes` }];
    const isPost = /^(POST|PUT|PATCH)$/i.test(delivery.method);
    const [, kind] = type.match(/^application\/(?:[\w.-]+\+)?(json|jwt)\b/i) ?? [];
    const evidence = `content-type says ${kind?.toUpperCase()}, and nothing is none`;
    return isPost && kind && declared === undefined ? [{ code: "body_empty", evidence }] : [];
  }
  const facts: Finding[] = [];
  const start = new TextDecoder().decode(body.subarray(0, 32));
  if (start === "[object Object]") {
    const evidence = "it is what JavaScript makes of an object that is used as a text";
    facts.push({ code: "body_parsed", evidence });
  }
  if (declared !== undefined && declared !== body.length && !isCoded) {
    const evidence = `content-length says ${declared} bytes, and there are ${body.length}`;
    facts.push({ code: "body_length", evidence });
  }
  let lost = 0;
  for (let i = 0; i + 2 < body.length; i++) {
    if (body[i] === 0xef && body[i + 1] === 0xbf && body[i + 2] === 0xbd) lost++;
  }
  if (lost > 0) facts.push({ code: "body_characters_lost", evidence: `there are ${lost} of them` });
  return facts;
}

/** A time that is not of its form. */
function timestampFacts(trial: Trial, { code }: WebhookError): readonly Finding[] {
  if (code !== "timestamp_malformed") return [];
  const reader = new DeliveryReader(trial.delivery);
  return formsInQuestion(trial).flatMap(({ timestamp }): readonly Finding[] => {
    const parts = timestamp && !("claim" in timestamp) ? readParts(reader, timestamp) : undefined;
    if (!timestamp || !parts) return [];
    const [text = ""] = parts;
    const evidence = `${parts.length} texts, the first of ${text.length} characters, where one in ${timestamp.unit} is right`;
    return [{ code: "timestamp_format", evidence }];
  });
}

/** A token by an algorithm that does not count. What it names is told only if it is well known. */
function tokenFacts(trial: Trial): readonly Finding[] {
  const reader = new DeliveryReader(trial.delivery);
  // Several signatures may be of one token, each by an algorithm of its own.
  const algorithmsOf = new Map<string, string[]>();
  for (const signature of signaturesInQuestion(trial)) {
    if (signature.scheme !== "jwt") continue;
    for (const text of signatureTexts(reader, signature)) {
      const others = algorithmsOf.get(text) ?? [];
      algorithmsOf.set(text, [...others, ...listOf<string>(signature.algorithms)]);
    }
  }
  return [...algorithmsOf].flatMap(([text, algorithms]): readonly Finding[] => {
    const alg = readTokenHeader(text)?.["alg"];
    if (typeof alg !== "string" || algorithms.includes(alg)) return [];
    const name = /^([HRPE]S(256|384|512)|EdDSA|none)$/.test(alg) ? alg : "another";
    const evidence = `it says ${name}, where ${algorithms.join(" or ")} is right`;
    return [{ code: "token_algorithm", evidence }];
  });
}

/** What can be said without a signature that is right: what is not there, or can't be as it is. */
export function findFacts(trial: Trial, error: unknown): readonly Finding[] {
  if (!isWebhookError(error)) return [];
  const ofBody = bodyFacts(trial);
  // A body that is not there or not whole, or was no body, explains what else is missing.
  const isGone = ofBody.some(({ code }) => /^body_(empty|parsed|length)$/.test(code));
  return [
    ...secretFacts(trial, error),
    ...(isGone ? ofBody : []),
    ...headerFacts(trial, error),
    ...(isGone ? [] : ofBody),
    ...timestampFacts(trial, error),
    ...tokenFacts(trial),
    ...findLength(trial),
  ];
}
