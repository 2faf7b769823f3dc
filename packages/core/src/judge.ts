import { type Attempt, prove, type Soon } from "./attempt.ts";
import { type Content, fillContent } from "./content.ts";
import type { Claims, DeliveryReader } from "./delivery-reader.ts";
import type { KeyCache } from "./key-cache.ts";
import { listOf } from "./list-of.ts";
import { makeKey } from "./make-key.ts";
import { onDemand } from "./on-demand.ts";
import type { Form, MultiFormProvider, Provider } from "./provider.ts";
import { carriageOf, type Proof, type Scheme, schemeOf } from "./scheme.ts";
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
): provider is MultiFormProvider =>
  (provider.forms ?? provider.sets ?? provider.claims ?? pinned) !== undefined;

/** What a delivery says was signed, and when; either is `undefined` where it does not say so. */
export function readSigned(
  reader: DeliveryReader,
  { timestamp, fields }: Form,
  template: string,
  { provider, tolerance, url = reader.delivery.url }: Judgement,
  secret?: LabelledSecret,
): { readonly time: ClaimedTime | undefined; readonly content: Content | undefined } {
  const { delivery } = reader;
  const time = timestamp && readTime(reader, timestamp, template, tolerance);
  const valueNamed = (name: string): string | undefined => {
    const field = fields?.[name];
    if (typeof field === "function") return field(reader.source(url));
    if (name === "secret") return secret?.value?.toString();
    if (name === "timestamp") return time?.text || undefined;
    if (name === "method") return delivery.method;
    if (name === "url") return url;
    if (name === "path") return url.replace(/^[a-z]+:\/\/[^/?]*/i, "");
    return reader.read(name === "id" ? provider.deliveryId : field);
  };
  return { time, content: fillContent(template, valueNamed, delivery.body) };
}

const loadJudgeFurther = /* @__PURE__ */ onDemand(() => import("./judge-further.ts"));

function verdictOf({ time, secret, judgement }: Attempt, proof: Proof): Verdict | undefined {
  if (!proof) return undefined;
  if (time && !isFresh(time, judgement.now)) return undefined;
  return { secretLabel: secret.label, timestamp: time?.date };
}

/** Judges by one signature and one secret. */
function judgeOne(
  reader: DeliveryReader,
  form: Form,
  judgement: Judgement,
  signature: Signature,
  scheme: Scheme,
  secret: LabelledSecret,
): Soon<Verdict | undefined> {
  const carriage = carriageOf(scheme, signature);
  const { field, encoding, syntax = syntaxOf[encoding], content: template = "" } = carriage;
  const candidates = readParts(reader, field, syntax);
  if (!candidates?.length) return undefined;
  const { time, content } = readSigned(reader, form, template, judgement, secret);
  if (!content) return undefined;
  const attempt = {
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
  };
  if (signature.scheme === "jwt" || "requires" in signature || "keys" in signature) {
    return Promise.resolve(loadJudgeFurther()).then(({ judgeFurther }) => judgeFurther(attempt));
  }
  const key = secret.keys.get(signature);
  const proof = key
    ? prove(attempt, key)
    : makeKey(secret, signature, scheme, carriage).then((made) => prove(attempt, made));
  return proof instanceof Promise
    ? proof.then((proven) => verdictOf(attempt, proven))
    : verdictOf(attempt, proof);
}

/**
 * Judges a delivery by one form. This is all that stands between a delivery and its acceptance: whatever is missing,
 * malformed or stale ends in `undefined`. Why that is so is found out afterwards, by `refusalCode`.
 *
 * Nothing waits for what is already there: an HMAC is verified without a single turn of the event loop.
 *
 * @param from how many pairs of a signature and a secret have been tried
 */
export function judge(
  reader: DeliveryReader,
  form: Form,
  judgement: Judgement,
  from = 0,
): Soon<Verdict | undefined> {
  const { body } = reader.delivery;
  const { bodyStart } = form;
  if (bodyStart && utf8(bodyStart).some((byte, i) => byte !== body[i])) return undefined;
  const signatures = listOf<Signature>(form.signature);
  const { secrets } = judgement;
  for (let i = from; i < signatures.length * secrets.length; i++) {
    const signature = signatures[Math.floor(i / secrets.length)] as Signature;
    const secret = secrets[i % secrets.length] as LabelledSecret;
    const scheme = schemeOf(signature);
    const verdict =
      scheme instanceof Promise
        ? scheme.then((known) => judgeOne(reader, form, judgement, signature, known, secret))
        : judgeOne(reader, form, judgement, signature, scheme, secret);
    if (verdict instanceof Promise) {
      return verdict.then((one) => one ?? judge(reader, form, judgement, i + 1));
    }
    if (verdict) return verdict;
  }
  return undefined;
}
