import { decodeSecret } from "../decode-secret.ts";
import { DeliveryReader } from "../delivery-reader.ts";
import { isAmong } from "../is-among.ts";
import { readSigned } from "../judge.ts";
import { viewsOf } from "../judge-forms.ts";
import { listOf } from "../list-of.ts";
import type { Form } from "../provider.ts";
import type { Signer } from "../scheme.ts";
import { hmacSigner } from "../schemes/hmac.ts";
import type { LabelledSecret } from "../secrets.ts";
import type { DigestSignature, HmacSignature, Signature } from "../signature.ts";
import type { Finding } from "./explanation.ts";
import { signatureFields } from "./header-variants.ts";
import { formsInQuestion, headerName, signaturesInQuestion, type Trial } from "./trial.ts";

/** Characters that no two signatures share by chance: 64 bits in hex, and more in base64. */
const fewest = 16;

type Keyed = HmacSignature | DigestSignature;

const isKeyed = (signature: Signature): signature is Keyed =>
  signature.scheme === "hmac" || signature.scheme === "digest";

const sizes = { MD5: 16, "SHA-1": 20, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64 } as const;

/** Characters of every signature of this kind. */
export function lengthOf(signature: Signature): number | undefined {
  if (!isKeyed(signature)) return undefined;
  const bytes = sizes[signature.hash];
  if (signature.encoding === "hex") return 2 * bytes;
  return signature.encoding === "base64" ? 4 * Math.ceil(bytes / 3) : Math.ceil((8 * bytes) / 6);
}

/** The name that stands before a signature says who signed, and is no part of it. */
const withoutName = (text: string, signature: Signature): string =>
  signature.scheme === "digest" && signature.named === "signature"
    ? text.replace(/^.*\|/s, "")
    : text;

/** What stands where a signature should, by its parts; none of another prefix. */
export function signatureTexts(reader: DeliveryReader, signature: Signature): readonly string[] {
  return signatureFields(signature).flatMap((field) => {
    const { split, prefix = "" } = field as { readonly split?: string; readonly prefix?: string };
    const text = reader.read(field) ?? "";
    if (text.length > 8192) return [];
    return (split === undefined ? [text] : text.split(split))
      .filter((part) => part.startsWith(prefix) && part.length > prefix.length)
      .map((part) => withoutName(part.slice(prefix.length), signature));
  });
}

async function expected(
  view: DeliveryReader,
  form: Form,
  signature: Keyed,
  trial: Trial,
  secret: LabelledSecret,
): Promise<string | undefined> {
  const { provider, secrets, url } = trial;
  const judgement = { provider, secrets, url };
  const { content } = readSigned(view, form, signature.content, judgement, secret);
  const key = decodeSecret(secret.value, signature.secret);
  if (!content || !key) return undefined;
  const signer: Signer =
    signature.scheme === "hmac" ? hmacSigner : await import("../schemes/digest.ts");
  return signer.sign(key, signature, content);
}

/** Is what is there the beginning of the right signature? It is compared in constant time. */
export async function findTruncated(trial: Trial): Promise<readonly Finding[]> {
  for (const form of formsInQuestion(trial)) {
    for (const view of (await viewsOf(new DeliveryReader(trial.delivery), form)).slice(0, 10)) {
      for (const signature of listOf<Signature>(form.signature).filter(isKeyed)) {
        for (const secret of trial.secrets) {
          // Without its padding it is whole.
          const whole = await expected(view, form, signature, trial, secret);
          const right = whole && withoutName(whole, signature).replace(/=+$/, "");
          for (const text of signatureTexts(view, signature)) {
            if (!right || text.length < fewest || text.length >= right.length) continue;
            if (!isAmong(right.slice(0, text.length), [text])) continue;
            const [field] = signatureFields(signature);
            const name = field && "header" in field ? headerName(field.header) : "its field";
            const evidence = `${name}: the first ${text.length} characters of ${right.length} are there`;
            return [{ code: "signature_truncated", evidence }];
          }
        }
      }
    }
  }
  return [];
}

/** Texts of which none has the length of any signature that could stand there. */
export function findLength(trial: Trial): readonly Finding[] {
  const reader = new DeliveryReader(trial.delivery);
  const lengths = new Set<number>();
  const texts = new Set<string>();
  for (const signature of signaturesInQuestion(trial)) {
    const length = lengthOf(signature);
    const found = signatureTexts(reader, signature);
    // Those of key pairs and tokens can have any.
    if (found.length > 0 && length === undefined) return [];
    for (const text of found) texts.add(text);
    if (length !== undefined) lengths.add(length);
  }
  const [text] = texts;
  if (text === undefined || [...texts].some((one) => lengths.has(one.length))) return [];
  const evidence = `it has ${text.length} characters, where ${[...lengths].join(" or ")} are right`;
  return [{ code: "signature_length", evidence }];
}
