import { type Content, fillContent } from "./content.ts";
import type { Claims, DeliveryReader } from "./delivery-reader.ts";
import type { KeyCache } from "./key-cache.ts";
import { listOf } from "./list-of.ts";
import { makeKey } from "./make-key.ts";
import { onDemand } from "./on-demand.ts";
import type { Form, MultiFormProvider, Provider } from "./provider.ts";
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

const loadJudgeFurther = /* @__PURE__ */ onDemand(() => import("./judge-further.ts"));

/** What a delivery says was signed, and when; either is `undefined` where it does not say so. */
export function readSigned(
  reader: DeliveryReader,
  { timestamp, fields }: Form,
  template: string,
  { provider, tolerance, url = reader.delivery.url }: Judgement,
  secret?: LabelledSecret,
): { readonly time: ClaimedTime | undefined; readonly content: Content | undefined } {
  const { delivery, read } = reader;
  const time = timestamp && readTime(read, timestamp, template, tolerance);
  const valueNamed = (name: string): string | undefined => {
    const field = fields?.[name];
    if (typeof field === "function") return field({ ...reader, url });
    if (name === "secret") return secret?.value?.toString();
    if (name === "timestamp") return time?.text || undefined;
    if (name === "method") return delivery.method;
    if (name === "url") return url;
    if (name === "path") return url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
    return read(name === "id" ? provider.deliveryId : field);
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
  const { bodyStart } = form;
  if (bodyStart && utf8(bodyStart).some((byte, i) => byte !== body[i])) return undefined;
  for (const signature of listOf<Signature>(form.signature)) {
    const known = schemeOf(signature);
    // Nothing waits for what is already there: an HMAC is verified without a single turn of the event loop.
    const scheme = known instanceof Promise ? await known : known;
    const carriage = carriageOf(scheme, signature);
    const { field, encoding, syntax = syntaxOf[encoding], content: template = "" } = carriage;
    const candidates = readParts(reader.read, field, syntax);
    if (!candidates?.length) continue;
    for (const secret of judgement.secrets) {
      const { time, content } = readSigned(reader, form, template, judgement, secret);
      if (!content) continue;
      if (signature.scheme === "jwt" || "requires" in signature || "keys" in signature) {
        const { judgeFurther } = await loadJudgeFurther();
        const verdict = await judgeFurther({
          reader,
          form,
          signature,
          scheme,
          carriage,
          candidates,
          time,
          content,
          secret,
          judgement,
        });
        if (verdict) return verdict;
        continue;
      }
      const key =
        secret.keys.get(signature) ?? (await makeKey(secret, signature, scheme, carriage));
      const proof = key && scheme.matches(key, candidates, content, encoding, judgement);
      if (!(proof instanceof Promise ? await proof : proof)) continue;
      if (time && !isFresh(time, judgement.now)) return undefined;
      return { secretLabel: secret.label, timestamp: time?.date };
    }
  }
  return undefined;
}
