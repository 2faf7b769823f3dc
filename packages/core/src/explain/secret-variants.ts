import { decodeText } from "../decode-text.ts";
import { listOf } from "../list-of.ts";
import type { LabelledSecret, SecretValue } from "../secrets.ts";
import type { SecretFormat, Signature } from "../signature.ts";
import { encodeBytes } from "../text-encoding.ts";
import { utf8 } from "../utf8.ts";
import type { CauseCode } from "./causes.ts";
import { keyVariants } from "./key-variants.ts";
import {
  candidateSecret,
  type Hypotheses,
  type Hypothesis,
  signaturesInQuestion,
  type Trial,
  withSignatures,
} from "./trial.ts";

/** A secret that may be meant. */
export interface SecretVariant {
  readonly code: CauseCode;
  readonly evidence: string;
  readonly value: SecretValue;
  /** These are the key's bytes, whatever format the provider's secrets have. */
  readonly isKey?: true;
}

/** Longer ones are no secrets that anybody pasted. */
const maxLength = 16_384;

/** Blanks, and characters that take no room. */
const invisible = "[\\s\\u0000\\u00a0\\u200b-\\u200f\\u2060\\ufeff]+";
const padding = new RegExp(`^${invisible}|${invisible}$`, "g");
const within = new RegExp(invisible, "g");

const quoted = /^(["'`\u201c\u2018])([\s\S]*)(["'`\u201d\u2019])$/;

const unescaped = (text: string): string =>
  text.replace(/\\([nrt"'\\])/g, (_, one: string) => ({ n: "\n", r: "\r", t: "\t" })[one] ?? one);

function unencoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The text as people meant it, one step at a time. */
function* cleaned(text: string): Generator<SecretVariant> {
  const bare = text.replace(padding, "");
  const count = text.length - bare.length;
  const around = `${count} blank or invisible characters are around it`;
  if (count > 0) yield { code: "secret_padded", evidence: around, value: bare };
  const [, , inner] = bare.match(quoted) ?? [];
  if (inner !== undefined) {
    const evidence = "the first and the last character are quotes";
    yield { code: "secret_quoted", evidence, value: inner };
    yield { code: "secret_quoted", evidence, value: inner.replace(padding, "") };
  }
  const [, name, value] =
    bare.match(/^(?:export\s+)?([A-Za-z_][\w.]{0,100})\s*[=:]\s*([\s\S]+)$/) ?? [];
  if (name !== undefined && value !== undefined) {
    const evidence = `${name.length} characters and an equals sign stand before it`;
    const [, , held = value] = value.match(quoted) ?? [];
    yield { code: "secret_assignment", evidence, value: held.replace(padding, "") };
  }
  const [, scheme, rest] = bare.match(/^(bearer|basic|token|hmac|secret)[ :]+([\s\S]+)$/i) ?? [];
  if (scheme !== undefined && rest !== undefined) {
    const evidence = `the word of ${scheme.length} letters before it is a scheme's`;
    yield { code: "secret_scheme", evidence, value: rest };
  }
  if (bare.includes("\\")) {
    const evidence = "it has backslashes where line breaks or quotes belong";
    yield { code: "secret_escaped", evidence, value: unescaped(bare) };
  }
  if (bare.includes("%")) {
    const evidence = "it is written as in a URL";
    yield { code: "secret_escaped", evidence, value: unencoded(bare) };
  }
  if (/&(amp|lt|gt|quot|#39|#x27);/.test(bare)) {
    const plain = bare
      .replaceAll(/&quot;|&#39;|&#x27;/g, (one) => (one === "&quot;" ? '"' : "'"))
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    yield { code: "secret_escaped", evidence: "it is written as in HTML", value: plain };
  }
  const joined = text.replace(within, "");
  if (joined !== bare) {
    yield { code: "secret_padded", evidence: "it has blanks within", value: joined };
  }
}

/** The text behind its prefix, and with it. */
function* prefixed(text: string, formats: readonly SecretFormat[]): Generator<SecretVariant> {
  const prefixes = new Set(formats.flatMap(({ prefix }) => prefix || []));
  for (const prefix of [...prefixes, ...(text.match(/^([a-z]{2,12}[_-])/i) ?? [])]) {
    if (!text.startsWith(prefix)) continue;
    const evidence = `without the ${prefix.length} characters of its prefix the signature is right`;
    yield { code: "secret_prefix", evidence, value: text.slice(prefix.length) };
  }
  for (const prefix of new Set([...prefixes, "whsec_"])) {
    if (text.startsWith(prefix)) continue;
    const evidence = `with ${prefix.length} characters before it the signature is right`;
    yield { code: "secret_prefix", evidence, value: prefix + text };
  }
}

/** The text, and what is behind its prefix, in every encoding. */
function* decoded(text: string, formats: readonly SecretFormat[]): Generator<SecretVariant> {
  const starts = [
    "",
    ...formats.map(({ prefix = "" }) => prefix),
    text.match(/^[a-z]{2,12}_/i)?.[0] ?? "",
  ];
  for (const start of new Set(starts)) {
    if (!text.startsWith(start)) continue;
    const rest = text.slice(start.length);
    const where = start === "" ? "" : " behind its prefix";
    const found = (name: string, value: Uint8Array | undefined): readonly SecretVariant[] =>
      value?.length
        ? [
            {
              code: "secret_encoding",
              evidence: `${name}${where} it is the key`,
              value,
              isKey: true,
            },
          ]
        : [];
    yield* found("taken as text", utf8(rest));
    const isBase64 = /^[\w+/-]+=*$/.test(rest);
    yield* found("taken as base64", isBase64 ? decodeText(rest, "base64", true) : undefined);
    yield* found("taken as hex", decodeText(rest.toLowerCase(), "hex"));
    yield* found("taken as hex in small letters", utf8(rest.toLowerCase()));
    yield* found("taken as hex in capitals", utf8(rest.toUpperCase()));
    // Somebody has encoded it once more.
    yield* found("written in base64", utf8(encodeBytes(utf8(rest), "base64")));
    const text64 = isBase64 ? decodeText(rest, "base64", true) : undefined;
    const inner = text64 && new TextDecoder().decode(text64).trim();
    if (inner && /^[\x20-\x7e]+$/.test(inner)) {
      const value = inner;
      yield { code: "secret_encoding", evidence: "taken as base64 it is the secret", value };
      yield* found("taken as base64 of hex", decodeText(inner, "hex"));
    }
  }
}

/** What was meant by a secret, if something went wrong when it was copied. */
export function* secretVariants(
  value: SecretValue,
  signatures: readonly Signature[],
): Generator<SecretVariant> {
  const formats = signatures.flatMap((one) => ("secret" in one && one.secret) || []);
  const text =
    typeof value === "string" ? value : new TextDecoder().decode(value ?? new Uint8Array());
  if (text === "" || text.length > maxLength) return;
  if (typeof value !== "string") {
    const evidence = "as text it is right";
    yield { code: "secret_encoding", evidence, value: text };
  }
  const clean = [...cleaned(text)];
  yield* clean;
  yield* prefixed(text, formats);
  if (typeof value === "string") yield* decoded(text, formats);
  // What was pasted with its quotes may have been quoted with its line break.
  for (const { code, evidence, value: one } of clean) {
    for (const again of cleaned(String(one))) yield { ...again, code, evidence };
    for (const again of prefixed(String(one), formats)) yield { ...again, code, evidence };
    for (const again of decoded(String(one), formats)) yield { ...again, code, evidence };
  }
  yield* keyVariants(value, text);
}

/** Without a format, bytes are the key as they are. */
const withoutFormat = (signature: Signature): Signature => {
  if (!("secret" in signature)) return signature;
  const { secret: _, ...rest } = signature;
  return rest as Signature;
};

/** Is what verifies a public key? Of such a key one says that its format is wrong. */
const isKeyPair = ({ scheme }: Signature): boolean => /^(rsa|ecdsa|ed25519)$/.test(scheme);

/** The trial with each secret that may be meant; the secrets of `also` first. */
export const secretHypotheses = (also: readonly LabelledSecret[]): Hypotheses =>
  function* (trial: Trial): Generator<Hypothesis> {
    for (const secret of also) {
      const evidence = `the signature is right under the secret "${secret.label}"`;
      yield {
        findings: [{ code: "secret_other", evidence }],
        trial: { ...trial, secrets: [secret] },
      };
    }
    const isPair = signaturesInQuestion(trial).every(isKeyPair);
    const bare = { ...trial, provider: withSignatures(trial.provider, withoutFormat) };
    for (const { label, value } of [...trial.secrets, ...also]) {
      for (const { code, evidence, value: meant, isKey } of secretVariants(
        value,
        signaturesInQuestion(trial),
      )) {
        const named = isPair && code === "secret_encoding" ? "key_format" : code;
        const secrets = [candidateSecret(meant, label)];
        yield {
          findings: [{ code: named, evidence }],
          trial: { ...(isKey ? bare : trial), secrets },
        };
      }
      if (signaturesInQuestion(trial).some(({ scheme }) => scheme === "basic"))
        yield* users(trial, value);
    }
  };

/** The user that a delivery names, before the password that is given. */
function* users(trial: Trial, value: SecretValue): Generator<Hypothesis> {
  const [header = ""] = listOf(
    Object.entries(
      trial.delivery.headers instanceof Headers
        ? Object.fromEntries(trial.delivery.headers)
        : trial.delivery.headers,
    ).find(([name]) => name.toLowerCase() === "authorization")?.[1] ?? [],
  );
  const bytes = decodeText(String(header).replace(/^Basic /, ""), "base64");
  const [user] = new TextDecoder().decode(bytes ?? new Uint8Array()).split(":");
  if (!user || typeof value !== "string") return;
  const evidence = "with the user that the delivery names before it, the secret is right";
  yield {
    findings: [{ code: "secret_user", evidence }],
    trial: { ...trial, secrets: [candidateSecret(`${user}:${value}`)] },
  };
}
