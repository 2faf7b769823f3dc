import type { DeliveryReader } from "./delivery-reader.ts";
import { type Judgement, judge, readSigned } from "./judge.ts";
import { listOf } from "./list-of.ts";
import type { Form } from "./provider.ts";
import { carriageOf, schemeOf } from "./scheme.ts";
import { readParts } from "./signature-parts.ts";
import { syntaxOf } from "./text-encoding.ts";
import type { WebhookErrorCode } from "./webhook-error.ts";

/**
 * Why {@link judge} refused a delivery: first for its signatures, then for its time, so that a refusal for its time
 * says that the signature was genuine.
 */
export async function refusalCode(
  reader: DeliveryReader,
  form: Form,
  judgement: Judgement,
): Promise<WebhookErrorCode> {
  let code: WebhookErrorCode = "signature_missing";
  for (const signature of listOf(form.signature)) {
    const carriage = carriageOf(await schemeOf(signature), signature);
    const { field, encoding, content: template = "" } = carriage;
    const candidates = readParts(reader.read, field, syntaxOf[encoding]);
    if (!candidates?.length) {
      if (candidates && code === "signature_missing") code = "signature_malformed";
      continue;
    }
    const { time, content } = readSigned(reader, form, template, judgement);
    if (time && !(+time.date >= 0)) return "timestamp_malformed";
    code = content ? "signature_mismatch" : "signature_malformed";
  }
  if (code !== "signature_mismatch" || !form.timestamp) return code;
  const { now = Date.now } = judgement;
  const timeless = { ...judgement, tolerance: 1 / 0, now: () => 0 };
  const timestamp = (await judge(reader, form, timeless))?.timestamp;
  if (!timestamp) return code;
  return +timestamp > now() ? "timestamp_in_future" : "timestamp_too_old";
}
