import type { DeliveryReader } from "./delivery-reader.ts";
import { type Judgement, judge, readSigned, type Verdict } from "./judge.ts";
import { listOf } from "./list-of.ts";
import type { Form } from "./provider.ts";
import { carriageOf, schemeOf } from "./scheme.ts";
import { readParts } from "./signature-parts.ts";
import { syntaxOf } from "./text-encoding.ts";
import type { WebhookErrorCode } from "./webhook-error.ts";

/** Is the delivery from the future, by its timestamp, or by what its token says of its beginning? */
function isAhead({ timestamp, claims }: Verdict, nowMs: number): boolean {
  const beginnings = [claims?.["nbf"], claims?.["iat"]].map((claim) => Number(claim ?? 0) * 1000);
  return Math.max(+(timestamp ?? 0), ...beginnings) > nowMs;
}

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
    const { field, encoding, syntax = syntaxOf[encoding], content: template = "" } = carriage;
    const candidates = readParts(reader, field, syntax);
    if (!candidates?.length) {
      if (candidates && code === "signature_missing") code = "signature_malformed";
      continue;
    }
    const [secret] = judgement.secrets;
    const { time, content } = readSigned(reader, form, template, judgement, secret);
    // A claim tells nothing before the token is verified.
    const isClaim = form.timestamp && "claim" in form.timestamp;
    if (time && !isClaim && !(+time.date >= 0)) return "timestamp_malformed";
    code = content ? "signature_mismatch" : "signature_malformed";
  }
  if (code !== "signature_mismatch") return code;
  const { now = Date.now } = judgement;
  // A clock that fails must not make the signature look wrong.
  const timeless = { ...judgement, tolerance: 1 / 0, now: () => now() || 0 };
  const verdict = await judge(reader, form, timeless);
  if (verdict) return isAhead(verdict, now()) ? "timestamp_in_future" : "timestamp_too_old";
  const { timestamp, ...untimed } = form;
  if (!timestamp || !("claim" in timestamp)) return code;
  return (await judge(reader, untimed, timeless)) ? "timestamp_malformed" : code;
}
