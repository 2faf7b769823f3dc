import { type Content, fillContent } from "./content.ts";
import { type Claims, createReader, type DeliveryReader } from "./delivery-reader.ts";
import type { KeyCache } from "./key-cache.ts";
import { listOf } from "./list-of.ts";
import { type Attempt, prove } from "./prove.ts";
import type { Field, Form, MultiFormProvider, OneOrMore, Provider } from "./provider.ts";
import { carriageOf, schemeOf } from "./scheme.ts";
import type { LabelledSecret } from "./secrets.ts";
import type { Signature } from "./signature.ts";
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
  readonly keys?: KeyCache | undefined;
}

/** Who signed, and when. */
export interface Verdict {
  readonly secretLabel: string | number;
  readonly timestamp: Date | undefined;
  /** Those of the token, where it is one that signs. */
  readonly claims?: Claims;
}

/** Is there more than one form in question, or more than one set of its parts? */
export const isJudgedByForms = (
  provider: Provider,
  pinned: string | undefined,
): provider is MultiFormProvider => (provider.forms ?? provider.sets ?? pinned) !== undefined;

/** What a delivery says was signed, and when; either is `undefined` where it does not say so. */
export function readSigned(
  { delivery, read, json, form }: DeliveryReader,
  { timestamp, fields }: Form,
  template: string,
  { provider, tolerance, url = delivery.url }: Judgement,
  secret?: LabelledSecret,
): { readonly time: ClaimedTime | undefined; readonly content: Content | undefined } {
  const time = timestamp && readTime(read, timestamp, template, tolerance);
  const held = (name: string): string | undefined => {
    if (name === "secret") return typeof secret?.value === "string" ? secret.value : "";
    if (name === "timestamp") return time?.text;
    if (name === "method") return delivery.method;
    if (name === "url") return url;
    if (name === "path") return url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
    return read(name === "id" ? provider.deliveryId : (fields?.[name] as OneOrMore<Field>));
  };
  const valueNamed = (name: string): string | undefined => {
    const made = fields?.[name];
    return typeof made === "function"
      ? made({ delivery, url, json, form })
      : held(name) || undefined;
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
  const { delivery } = reader;
  if (utf8(form.bodyStart).some((byte, i) => byte !== delivery.body[i])) return undefined;
  for (const signature of listOf<Signature>(form.signature)) {
    const scheme = await schemeOf(signature);
    const carriage = carriageOf(scheme, signature);
    const { field, encoding, syntax = syntaxOf[encoding], content: template = "" } = carriage;
    const candidates = readParts(reader.read, field, syntax);
    if (!candidates?.length) continue;
    for (const secret of judgement.secrets) {
      const { time, content } = readSigned(reader, form, template, judgement, secret);
      if (!content) continue;
      const attempt: Attempt = {
        reader,
        signature,
        scheme,
        carriage,
        candidates,
        content,
        secret,
        judgement,
      };
      const proof =
        "requires" in signature || "keys" in signature
          ? await (await import("./prove-further.ts")).proveFurther(attempt)
          : await prove(attempt);
      if (!proof) continue;
      const secretLabel = secret.label;
      if (proof === true) {
        if (time && !isFresh(time, judgement.now)) return undefined;
        return { secretLabel, timestamp: time?.date };
      }
      const told = readSigned(createReader(delivery, proof), form, template, judgement).time;
      if (told && !isFresh(told, judgement.now)) return undefined;
      return { secretLabel, timestamp: told?.date, claims: proof };
    }
  }
  return undefined;
}
