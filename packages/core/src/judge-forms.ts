import { DeliveryReader } from "./delivery-reader.ts";
import { formsOf } from "./forms-of.ts";
import { type Judgement, judge, type Verdict } from "./judge.ts";
import type { Form } from "./provider.ts";
import { refusalCode } from "./refusal-code.ts";
import { readParts } from "./signature-parts.ts";
import { utf8 } from "./utf8.ts";
import type { WebhookErrorCode } from "./webhook-error.ts";

/** What became of a delivery that was judged by its forms. */
export type FormsVerdict =
  | (Verdict & { readonly form: string | undefined; readonly code?: undefined })
  | { readonly code: WebhookErrorCode };

/** More than any provider sends at once, and few enough to be verified one by one. */
const maxItems = 1000;

/** The content type of a delivery that is multipart. */
const multipartType = (reader: DeliveryReader): string | undefined =>
  reader.read({ header: "content-type" })?.match(/^multipart\/.*/is)?.[0];

/** The parts of a multipart body that are no files, as the body of a form; empty where it can't be read. */
async function formBody(reader: DeliveryReader): Promise<Uint8Array | undefined> {
  const contentType = multipartType(reader);
  if (!contentType) return undefined;
  const { readTexts } = await import("./multipart.ts");
  const texts = readTexts(reader.delivery.body, contentType) ?? [];
  return utf8(new URLSearchParams(texts).toString());
}

/** What a field of a form holds, in either of the ways in which forms are sent. */
async function formText(reader: DeliveryReader, name: string): Promise<string> {
  const contentType = multipartType(reader);
  if (!contentType) return reader.form().get(name) ?? "";
  const { readPart } = await import("./multipart.ts");
  return readPart(reader.delivery.body, contentType, name) ?? "";
}

/** The delivery as each set of a form shows it; as it is, where the form has no sets. */
export async function viewsOf(
  reader: DeliveryReader,
  { sets }: Form,
): Promise<readonly DeliveryReader[]> {
  if (sets === undefined) return [reader];
  if ("body" in sets) {
    const { delivery } = reader;
    const body = sets.body === "coded" ? delivery.codedBody : await formBody(reader);
    return [body ? new DeliveryReader({ ...delivery, body }) : reader];
  }
  if ("form" in sets) {
    const body = utf8(await formText(reader, sets.form));
    return [new DeliveryReader({ ...reader.delivery, body })];
  }
  if (!("header" in sets)) {
    const items = reader.value(sets);
    const isList = Array.isArray(items) && items.length > 0 && items.length <= maxItems;
    // Where there is no list, nothing is signed.
    return (isList ? items : [null]).map(
      (item) => new DeliveryReader({ ...reader.delivery, body: utf8(JSON.stringify(item)) }),
    );
  }
  const values = readParts(reader, sets);
  if (values === undefined) return [reader];
  return values.map(
    (value) => new DeliveryReader({ ...reader.delivery, headers: { [sets.header]: value } }),
  );
}

/** How much a refusal tells. From 2 on the delivery is of the form in question, and the form refuses it. */
function rank(code: WebhookErrorCode): number {
  if (code === "signature_missing") return 0;
  if (code.endsWith("_malformed")) return 1;
  return code === "signature_mismatch" ? 2 : 3;
}

/** What the form's own function makes of what is verified. */
function claimsOf(view: DeliveryReader, { claims }: Form, { url }: Judgement): Partial<Verdict> {
  const made = claims?.(view.source(url));
  return claims ? { claims: made ?? {} } : {};
}

/**
 * Judges by the first form that the delivery carries whole, and by that one alone. Of a header that holds several
 * sets, one that passes is enough; of a body's, each has to.
 *
 * @returns the verdict, or the most telling refusal
 */
export async function judgeForms(
  reader: DeliveryReader,
  judgement: Judgement,
  pinned: string | undefined,
): Promise<FormsVerdict> {
  let refusal: WebhookErrorCode | undefined;
  for (const [name, form] of formsOf(judgement.provider, pinned)) {
    const isEach = form.sets !== undefined && !("header" in form.sets);
    let passed: Verdict | undefined;
    for (const view of await viewsOf(reader, form)) {
      const verdict = await judge(view, form, judgement);
      passed = verdict && (passed ?? { ...verdict, ...claimsOf(view, form, judgement) });
      if (verdict && isEach) continue;
      if (verdict) break;
      const code = await refusalCode(view, form, judgement);
      if (refusal === undefined || rank(code) > rank(refusal)) refusal = code;
      // A set that can't be read makes the whole header suspect: it may have been sent twice.
      if (isEach || rank(code) < 2) break;
    }
    if (passed) return { ...passed, form: name || undefined };
    if (refusal !== undefined && rank(refusal) > 1) break;
  }
  return { code: refusal ?? "signature_malformed" };
}
