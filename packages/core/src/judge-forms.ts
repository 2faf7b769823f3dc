import { createReader, type DeliveryReader } from "./delivery-reader.ts";
import { formsOf } from "./forms-of.ts";
import { type Judgement, judge, type Verdict } from "./judge.ts";
import type { Form, Provider } from "./provider.ts";
import { readParts } from "./signature-parts.ts";
import { isWebhookError, WebhookError } from "./webhook-error.ts";

/** The delivery as each set of a form's header shows it; as it is, where the form has no sets. */
function viewsOf(reader: DeliveryReader, { sets }: Form): readonly DeliveryReader[] {
  const values = sets && readParts(reader.read, sets);
  if (sets === undefined || values === undefined) return [reader];
  return values.map((value) =>
    createReader({ ...reader.delivery, headers: { [sets.header]: value } }),
  );
}

/** How much a refusal tells. From 2 on the delivery is of the form in question, and the form refuses it. */
function rank({ code }: WebhookError): number {
  if (code === "signature_missing") return 0;
  if (code.endsWith("_malformed")) return 1;
  return code === "signature_mismatch" ? 2 : 3;
}

/**
 * Judges by the first form that the delivery carries whole, and by that one alone. Of a header that holds several
 * sets, one that passes is enough.
 *
 * @throws WebhookError the most telling refusal
 */
export async function judgeForms(
  reader: DeliveryReader,
  provider: Provider,
  pinned: string | undefined,
  judgement: Judgement,
): Promise<Verdict & { readonly form: string | undefined }> {
  let refusal: WebhookError | undefined;
  for (const [name, form] of formsOf(provider, pinned)) {
    for (const view of viewsOf(reader, form)) {
      try {
        return { ...(await judge(view, form, judgement)), form: name || undefined };
      } catch (error) {
        if (!isWebhookError(error)) throw error;
        if (refusal === undefined || rank(error) > rank(refusal)) refusal = error;
        // A set that can't be read makes the whole header suspect: it may have been sent twice.
        if (rank(error) < 2) break;
      }
    }
    if (refusal !== undefined && rank(refusal) > 1) break;
  }
  throw refusal ?? new WebhookError("signature_malformed");
}
