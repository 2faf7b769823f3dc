import { DeliveryReader } from "../delivery-reader.ts";
import { listOf } from "../list-of.ts";
import type { Provider } from "../provider.ts";
import type { Encoding, Hash, Signature } from "../signature.ts";
import { readParts } from "../signature-parts.ts";
import { syntaxOf } from "../text-encoding.ts";
import type { Finding } from "./explanation.ts";
import { signatureFields } from "./header-variants.ts";
import { rewritten, type SignatureText, signatureTextsIn } from "./signature-texts.ts";
import {
  type Hypothesis,
  headerName,
  signaturesInQuestion,
  type Trial,
  withForms,
  withHeader,
} from "./trial.ts";

/** The header of a hypothesis, which holds one signature and nothing else. */
const header = "x-explained-signature";

const readsHeader = (signature: Signature): Signature =>
  signature.scheme === "basic" ? signature : ({ ...signature, field: { header } } as Signature);

const hashes: readonly Hash[] = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** The signature with each hash that it does not have; those of tokens and keys that are sent have none. */
const otherHashes = (signature: Signature): readonly Signature[] =>
  "hash" in signature
    ? hashes.flatMap((hash) => (hash === signature.hash ? [] : { ...signature, hash }))
    : [];

/** What stands before a signature: the names of the secrets, where it is one of those. */
const namesBefore = (signature: Signature, { secrets }: Trial): readonly string[] =>
  signature.scheme === "digest" && signature.named === "signature"
    ? secrets.flatMap(({ value }) => (typeof value === "string" ? `${value.split("|")[0]}|` : []))
    : [""];

/** The provider with one signature alone, as it is given here. */
const bySignature = (trial: Trial, original: Signature, signature: Signature): Provider =>
  withForms(trial.provider, ({ sets, ...form }) => ({
    ...form,
    // A set of a header is seen alone, and the header of the hypothesis is none.
    ...(sets && !("header" in sets) && { sets }),
    signature: listOf<Signature>(form.signature).includes(original) ? signature : [],
  }));

/** What is wrong with a signature that is right once it stands by itself: nothing where that is how it stands. */
function findingsOf(
  { place, text, isOwn }: SignatureText,
  [code, how]: readonly [Finding["code"] | undefined, string, string],
  isRead: boolean,
): readonly Finding[] {
  const name = headerName(place);
  const size = `${name}: the signature has ${text.length} characters, with others around it`;
  return [
    ...(code ? [{ code, evidence: `${name}: ${how}` }] : []),
    ...(isOwn ? [] : [{ code: "signature_header", evidence: `it stands in ${name}` } as const]),
    ...(isOwn && !code && !isRead ? [{ code: "signature_prefix", evidence: size } as const] : []),
  ];
}

/** Those in question; of several that differ by their place alone, those that were sent with different texts. */
function distinctSignatures(trial: Trial, reader: DeliveryReader): readonly Signature[] {
  const signatures = signaturesInQuestion(trial);
  const textOf = (one: Signature): string | undefined =>
    signatureFields(one)
      .map((field) => reader.read(field))
      .find(Boolean);
  const keyOf = (one: Signature, text?: string): string =>
    JSON.stringify([{ ...one, field: undefined }, text]);
  // One that is sent stands for those that are not.
  const seen = new Set(signatures.filter(textOf).map((one) => keyOf(one)));
  return signatures.filter((one) => {
    const key = keyOf(one, textOf(one));
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * The trial with each text that may be its signature in the place where it should be, in the right encoding; and then
 * under each other hash.
 */
export function* signatureHypotheses(trial: Trial): Generator<Hypothesis> {
  const reader = new DeliveryReader(trial.delivery);
  for (const signature of distinctSignatures(trial, reader)) {
    if (signature.scheme === "basic") continue;
    const { encoding = "utf8" } = signature as { readonly encoding?: Encoding };
    const names = namesBefore(signature, trial);
    const own = readParts(reader, signatureFields(signature), syntaxOf[encoding]) ?? [];
    for (const found of signatureTextsIn(trial, signature)) {
      const spellings = [...rewritten(found.text, signature)].flatMap(([code, how, text]) =>
        names.map((name) => [code, how, name + text] as const),
      );
      for (const spelling of spellings) {
        const delivery = withHeader(trial.delivery, header, spelling[2]);
        const findings = findingsOf(found, spelling, own.includes(spelling[2]));
        const by = (one: Signature): Trial => {
          const provider = bySignature(trial, signature, readsHeader(one));
          return { ...trial, provider, delivery };
        };
        if (findings.length > 0) yield { findings, trial: by(signature) };
        for (const other of otherHashes(signature)) {
          const { hash } = other as { readonly hash: Hash };
          const evidence = `${headerName(found.place)}: the signature is right with ${hash}`;
          const ofHash: Finding = { code: "signature_hash", evidence };
          const around = findings.filter(({ code }) => code !== "signature_prefix");
          yield { findings: [ofHash, ...around], trial: by(other) };
        }
      }
    }
  }
}
