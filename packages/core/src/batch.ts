import { sha256 } from "#crypto";
import { DeliveryReader } from "./delivery-reader.ts";
import type { Endpoint } from "./flow.ts";
import { type EventPart, processEvent } from "./process-event.ts";
import type { Batch } from "./provider.ts";
import { duplicateReply, errorReply, isDuplicate, type Reply, receivedReply } from "./reply.ts";
import { utf8 } from "./utf8.ts";
import type { Verified } from "./verify.ts";
import { WebhookError } from "./webhook-error.ts";

/** Far more than any provider sends at once. */
const maxEvents = 10_000;

/** The list that a batch is. @throws WebhookError `payload_malformed` */
function itemsOf({ at }: Batch, reader: DeliveryReader): readonly unknown[] {
  const items = reader.value(at);
  if (Array.isArray(items) && items.length <= maxEvents) return items;
  throw new WebhookError("payload_malformed", "the batch is no list of events");
}

/**
 * The events of a batch, in their order.
 *
 * @param batchId the delivery's, where deliveries are told apart by it
 * @throws WebhookError `payload_malformed` for what is no list
 */
export async function partsOf(
  batch: Batch,
  reader: DeliveryReader,
  verified: Verified,
  batchId = "",
): Promise<readonly EventPart[]> {
  const { delivery } = reader;
  const digest = await sha256(delivery.body);
  return itemsOf(batch, reader).map((item, i) => {
    const body = utf8(JSON.stringify(item));
    const one = new DeliveryReader({ ...delivery, body });
    const id = one.read(batch.deliveryId);
    return {
      verified: { ...verified, id, type: one.read(batch.eventType) ?? verified.type },
      delivery,
      // Without an id, an event is known by its place in its batch: two that hold the same are two all the same.
      content: id === undefined ? utf8(`${batchId}${digest}#${i}`) : body,
      payload: () => item,
      place: i,
    };
  });
}

/** How much an answer says that the batch has to come again. */
const urgency = ({ status }: Reply): number => (status < 300 ? 0 : status < 500 ? 1 : 2);

/**
 * Processes the events of a batch, one after the other and in their order; each is claimed and settled by itself.
 *
 * @returns a success only when all have ended well, marked when all had before; otherwise the first of the worst answers, upon which the provider
 * sends the batch again, and only those run that have not
 * @throws WebhookError `payload_malformed` for what is no list
 */
export async function processBatch(
  endpoint: Endpoint,
  batch: Batch,
  reader: DeliveryReader,
  verified: Verified,
  startedAt: number,
): Promise<Reply> {
  const deadline = performance.now() + endpoint.timeoutMs;
  const batchId = endpoint.claimBy === "id" ? verified.id : undefined;
  const parts = await partsOf(batch, reader, verified, batchId);
  let worst = receivedReply(endpoint, verified.id);
  let known = 0;
  for (const part of parts) {
    const leftMs = deadline - performance.now();
    const reply =
      leftMs > 0
        ? await processEvent(endpoint, part, startedAt, leftMs)
        : errorReply(new WebhookError("handler_timeout"));
    if (urgency(reply) > urgency(worst)) worst = reply;
    if (isDuplicate(reply)) known++;
    if (leftMs <= 0) break;
  }
  return known > 0 && known === parts.length ? duplicateReply(worst) : worst;
}
