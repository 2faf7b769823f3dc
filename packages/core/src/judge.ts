import { type Content, fillContent } from "./content.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import type { Form, MultiFormProvider, Provider } from "./provider.ts";
import { carriageOf, schemeOf } from "./scheme.ts";
import { type LabelledSecret, secretBytes } from "./secrets.ts";
import { readParts } from "./signature-parts.ts";
import { syntaxOf } from "./text-encoding.ts";
import { type ClaimedTime, isFresh, readTime } from "./timestamp.ts";
import { utf8 } from "./utf8.ts";

/** What a delivery is judged by, beside its form. */
export interface Judgement {
  readonly provider: Provider;
  readonly secrets: readonly LabelledSecret[];
  readonly now?: (() => number) | undefined;
  readonly tolerance?: number | undefined;
  readonly url?: string | undefined;
}

/** Who signed, and when. */
export interface Verdict {
  readonly secretLabel: string | number;
  readonly timestamp: Date | undefined;
}

/** Is there more than one form in question, or more than one set of its parts? */
export const isJudgedByForms = (
  provider: Provider,
  pinned: string | undefined,
): provider is MultiFormProvider => (provider.forms ?? provider.sets ?? pinned) !== undefined;

/** What a delivery says was signed, and when; either is `undefined` where it does not say so. */
export function readSigned(
  { delivery, read }: DeliveryReader,
  { timestamp, fields }: Form,
  template: string,
  { provider, tolerance, url = delivery.url }: Judgement,
): { readonly time: ClaimedTime | undefined; readonly content: Content | undefined } {
  const time = timestamp && readTime(read, timestamp, template, tolerance);
  const valueNamed = (name: string): string | undefined => {
    if (name === "timestamp") return time?.text;
    if (name === "method") return delivery.method;
    if (name === "url") return url;
    if (name === "path") return url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
    return read(name === "id" ? provider.deliveryId : fields?.[name]);
  };
  return { time, content: fillContent(template, valueNamed, delivery.body) };
}

/**
 * Judges a delivery by one form. This is all that stands between a delivery and its acceptance: whatever is missing,
 * malformed or stale ends in `undefined`. Why that is so is found out afterwards, by `refusalCode`.
 */
export async function judge(
  reader: DeliveryReader,
  form: Form,
  judgement: Judgement,
): Promise<Verdict | undefined> {
  const { body } = reader.delivery;
  if (utf8(form.bodyStart).some((byte, i) => byte !== body[i])) return undefined;
  for (const signature of listOf(form.signature)) {
    const scheme = await schemeOf(signature);
    const { field, encoding, content: template = "", secret } = carriageOf(scheme, signature);
    const candidates = readParts(reader.read, field, syntaxOf[encoding]);
    const { time, content } = readSigned(reader, form, template, judgement);
    if (!candidates?.length || !content) continue;
    for (const { label, value, keys } of judgement.secrets) {
      if (!keys.has(signature)) {
        // Most secrets are the key as they stand. How to decode the others is loaded when the first comes.
        const bytes = secret?.encoding
          ? (await import("./decode-secret.ts")).decodeSecret(value, secret)
          : secretBytes(value);
        keys.set(signature, bytes && scheme.prepare(bytes, signature));
      }
      const key = keys.get(signature);
      if (key && (await scheme.matches(key, candidates, content, encoding))) {
        if (time && !isFresh(time, judgement.now)) return undefined;
        return { secretLabel: label, timestamp: time?.date };
      }
    }
  }
  return undefined;
}
