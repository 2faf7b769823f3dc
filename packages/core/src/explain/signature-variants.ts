import { decodeText } from "../decode-text.ts";
import { createReader } from "../delivery-reader.ts";
import { listOf } from "../list-of.ts";
import type { Field, Provider } from "../provider.ts";
import type { Hash, Signature } from "../signature.ts";
import { readParts } from "../signature-parts.ts";
import { encodeBytes, syntaxOf } from "../text-encoding.ts";
import type { CauseCode } from "./causes.ts";
import type { Finding } from "./explanation.ts";
import { headersOf, signatureFields } from "./header-variants.ts";
import {
  type Hypothesis,
  headerName,
  headerValues,
  signaturesInQuestion,
  type Trial,
  withForms,
  withHeader,
  withSignatures,
} from "./trial.ts";

/** The header of a hypothesis, which holds one signature and nothing else. */
const header = "x-explained-signature";

/** A text that may be a signature, and where it is. */
interface Found {
  readonly place: string;
  readonly text: string;
  readonly isOwn: boolean;
}

const mostFound = 24;
const maxLength = 8192;

/** Texts of the delivery that may be signatures: those that stand where they should come first. */
function found(trial: Trial): readonly Found[] {
  const signatures = signaturesInQuestion(trial);
  const own = signatures.flatMap((one) => headersOf(signatureFields(one)));
  const isSent = signatures.some(({ scheme }) => scheme === "token");
  const places: Found[] = [];
  const values = [...headerValues(trial.delivery)].map(([name, list]) => ({
    place: name,
    isOwn: own.includes(name),
    texts: list,
  }));
  const { read } = createReader(trial.delivery);
  const others = signatures
    .flatMap(signatureFields)
    .filter((field: Field) => !("header" in field) && !("body" in field))
    .flatMap((field) => read(field) ?? [])
    .map((text) => ({ place: "its field", isOwn: true, texts: [text] }));
  for (const { place, isOwn, texts } of [...values, ...others].sort(
    (a, b) => Number(b.isOwn) - Number(a.isOwn),
  )) {
    for (const text of texts) {
      if (text.length > maxLength) continue;
      const runs = text.match(/[\w-]+\.[\w-]+\.[\w-]+|[\w+/-]{16,}={0,2}/g) ?? [];
      const whole = isSent ? [text.trim(), text.trim().replace(/^\w+[ =:]+/, "")] : [];
      const late = runs.flatMap((run) => run.match(/[-_]([\dA-Za-z+/]{16,}={0,2})$/)?.[1] ?? []);
      for (const one of new Set([...runs, ...late, ...whole]))
        places.push({ place, isOwn, text: one });
    }
  }
  return places.slice(0, mostFound);
}

/** The same bytes in the encoding that a signature has, and how they were written. */
function* rewritten(
  text: string,
  signature: Signature,
): Generator<readonly [CauseCode | undefined, string, string]> {
  yield [undefined, "", text];
  if (signature.scheme === "jwt" || signature.scheme === "basic") return;
  const { encoding } = signature;
  if (encoding === "utf8") {
    const bytes = decodeText(text, "base64", true);
    if (bytes) yield ["signature_encoding", "it is in base64", new TextDecoder().decode(bytes)];
    return;
  }
  const hex = decodeText(text.toLowerCase(), "hex");
  const isUpper = signature.scheme === "digest" && signature.letters === "upper";
  const write = (bytes: Uint8Array): string =>
    isUpper ? encodeBytes(bytes, encoding).toUpperCase() : encodeBytes(bytes, encoding);
  if (hex) {
    const isHex = encoding === "hex";
    const evidence = isHex ? "its hex is in letters of the other case" : "it is in hex";
    yield ["signature_encoding", evidence, write(hex)];
  }
  const base64 = /^[\w+/-]+=*$/.test(text) ? decodeText(text, "base64", true) : undefined;
  if (base64) {
    const evidence = encoding === "hex" ? "it is in base64" : "it is in another kind of base64";
    yield ["signature_encoding", evidence, write(base64)];
    const inner = new TextDecoder().decode(base64);
    const twice = decodeText(inner.toLowerCase(), "hex");
    if (twice) yield ["signature_encoding", "it is hex in base64", write(twice)];
  }
}

const readsHeader = (signature: Signature): Signature =>
  signature.scheme === "basic" ? signature : ({ ...signature, field: { header } } as Signature);

const hashes: readonly Hash[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** The signature with each hash that it does not have; those of tokens and keys that are sent have none. */
const otherHashes = (signature: Signature): readonly Signature[] =>
  "hash" in signature
    ? hashes.flatMap((hash) => (hash === signature.hash ? [] : { ...signature, hash }))
    : [];

/** The provider with one signature alone, as it is given here. */
const bySignature = (trial: Trial, original: Signature, signature: Signature): Provider =>
  withForms(trial.provider, (form) => ({
    ...form,
    signature: listOf<Signature>(form.signature).includes(original) ? signature : [],
  }));

/**
 * The trial with each text that may be its signature in the place where it should be, in the right encoding; and then
 * under each other hash.
 */
export function* signatureHypotheses(trial: Trial): Generator<Hypothesis> {
  const signatures = signaturesInQuestion(trial).filter(({ scheme }) => scheme !== "basic");
  const texts = found(trial);
  const { read } = createReader(trial.delivery);
  for (const signature of signatures) {
    const [field] = signatureFields(signature);
    const { encoding = "utf8" } = signature as { readonly encoding?: "hex" | "base64" | "utf8" };
    const own = field && readParts(read, field, syntaxOf[encoding]);
    for (const { place, text, isOwn } of texts) {
      for (const [code, how, written] of rewritten(text, signature)) {
        const delivery = withHeader(trial.delivery, header, written);
        const name = headerName(place);
        const elsewhere: readonly Finding[] = isOwn
          ? []
          : [{ code: "signature_header", evidence: `the signature stands in ${name}` }];
        const inOther: readonly Finding[] = code ? [{ code, evidence: `${name}: ${how}` }] : [];
        const asIs = isOwn && !code;
        const bare: readonly Finding[] =
          asIs && !own?.includes(text)
            ? [
                {
                  code: "signature_prefix",
                  evidence: `${name}: the signature has ${text.length} characters, and something else before it or behind`,
                },
              ]
            : [];
        const provider = bySignature(trial, signature, readsHeader(signature));
        const findings = [...inOther, ...elsewhere, ...bare];
        if (findings.length > 0) yield { findings, trial: { ...trial, provider, delivery } };
        for (const other of otherHashes(signature)) {
          const { hash } = other as { readonly hash: Hash };
          const evidence = `${name}: the signature is right with ${hash}`;
          yield {
            findings: [{ code: "signature_hash", evidence }, ...inOther, ...elsewhere],
            trial: {
              ...trial,
              provider: bySignature(trial, signature, readsHeader(other)),
              delivery,
            },
          };
        }
      }
    }
  }
}

/** What other schemes sign; the first that is right says which. */
const contents = [
  "{body}",
  "{timestamp}.{body}",
  "{timestamp}{body}",
  "{timestamp}:{body}",
  "v0:{timestamp}:{body}",
  "v1:{timestamp}:{body}",
  "{id}.{timestamp}.{body}",
  "{body}{timestamp}",
  "{url}{body}",
  "{body}{url}",
  "{url}",
  "{method}{url}{body}",
] as const;

/** The trial with each content that another scheme would sign, and with each method. */
export function* contentHypotheses(trial: Trial): Generator<Hypothesis> {
  for (const content of contents) {
    const provider = withSignatures(trial.provider, (one) =>
      "content" in one ? { ...one, content } : one,
    );
    const evidence = `the signature is right for ${content.replaceAll(/[{}]/g, "")}`;
    yield { findings: [{ code: "content_other", evidence }], trial: { ...trial, provider } };
  }
  const signsMethod = signaturesInQuestion(trial).some(
    (one) => "content" in one && one.content.includes("{method}"),
  );
  for (const method of signsMethod
    ? ["POST", "PUT", "PATCH", "GET", "DELETE", trial.delivery.method.toUpperCase()]
    : []) {
    if (method === trial.delivery.method) continue;
    const delivery = { ...trial.delivery, method };
    const evidence = `the signature is right for ${method}`;
    yield { findings: [{ code: "method_changed", evidence }], trial: { ...trial, delivery } };
  }
}
