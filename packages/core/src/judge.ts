import { fillContent } from "./content.ts";
import type { DeliveryReader } from "./delivery-reader.ts";
import { listOf } from "./list-of.ts";
import type { Field, Form, OneOrMore } from "./provider.ts";
import { type Carriage, schemes } from "./scheme.ts";
import { type LabelledSecret, secretBytes } from "./secrets.ts";
import { readParts } from "./signature-parts.ts";
import { syntaxOf } from "./text-encoding.ts";
import { assertFresh, readTime } from "./timestamp.ts";
import { utf8 } from "./utf8.ts";
import { WebhookError, type WebhookErrorCode } from "./webhook-error.ts";

/** What a delivery is judged by, beside its form. */
export interface Judgement {
  readonly deliveryId: OneOrMore<Field> | undefined;
  readonly secrets: readonly LabelledSecret[];
  readonly now: () => number;
  readonly tolerance: number | undefined;
  readonly url: string | undefined;
}

/** Who signed, and when. */
export interface Verdict {
  readonly secretLabel: string | number;
  readonly timestamp: Date | undefined;
}

/**
 * Judges a delivery by one form: first its signatures, then its time, so that a refusal for its time says that
 * the signature was genuine.
 *
 * @throws WebhookError any of the codes `signature_…`, `timestamp_…`
 */
export async function judge(
  { delivery, read }: DeliveryReader,
  form: Form,
  { deliveryId, secrets, now, tolerance, url }: Judgement,
): Promise<Verdict> {
  let failure: WebhookErrorCode = "signature_missing";
  for (const signature of listOf(form.signature)) {
    const scheme = await schemes[signature.scheme]();
    const carriage = scheme.carriage ?? (signature as Carriage);
    const { field, encoding, content: template = "", secret } = carriage;
    const candidates = readParts(read, field);
    if (!candidates?.length || !candidates.every((text) => syntaxOf[encoding].test(text))) {
      if (candidates && failure === "signature_missing") failure = "signature_malformed";
      continue;
    }
    const time = form.timestamp && readTime(read, form.timestamp, template, tolerance);
    const values = {
      timestamp: time?.text,
      // Only where it is signed: an id may sit in the body, which is not parsed before it is verified.
      id: template.includes("{id}") ? read(deliveryId) : "",
      url: url ?? delivery.url,
      method: delivery.method,
    };
    failure = "signature_mismatch";
    const content = fillContent(template, values, delivery.body);
    if (utf8(form.bodyStart).some((byte, i) => byte !== delivery.body[i])) break;
    for (const { label, value, keys } of secrets) {
      if (!keys.has(signature)) {
        // Most secrets are the key as they stand. How to decode the others is loaded when the first comes.
        const bytes = secret?.encoding
          ? (await import("./decode-secret.ts")).decodeSecret(value, secret)
          : secretBytes(value);
        keys.set(signature, bytes && scheme.prepare(bytes, signature));
      }
      const key = keys.get(signature);
      if (key && (await scheme.matches(key, candidates, content, encoding))) {
        if (time) assertFresh(time, now());
        return { secretLabel: label, timestamp: time?.date };
      }
    }
  }
  throw new WebhookError(failure);
}
