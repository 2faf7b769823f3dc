import type { DeliveryReader } from "./delivery-reader.ts";
import { createReader } from "./delivery-reader.ts";
import type { Endpoint } from "./flow.ts";
import { type EventPart, processEvent } from "./process-event.ts";
import type { Batch } from "./provider.ts";
import { errorReply, type Reply, receivedReply } from "./reply.ts";
import { utf8 } from "./utf8.ts";
import type { Verified } from "./verify.ts";
import { WebhookError } from "./webhook-error.ts";

/** Far more than any provider sends at once. */
const maxEvents = 10_000;

/** The list that a batch is. @throws WebhookError `payload_malformed` */
function itemsOf({ at }: Batch, { value }: DeliveryReader): readonly unknown[] {
  const items = value(at);
  if (Array.isArray(items) && items.length <= maxEvents) return items;
  throw new WebhookError("payload_malformed", "the batch is no list of events");
}

function partsOf(batch: Batch, reader: DeliveryReader, verified: Verified): readonly EventPart[] {
  const seen = new Map<string, number>();
  return itemsOf(batch, reader).map((item) => {
    const text = JSON.stringify(item);
    // Two that are the same are two events all the same, so the second is not the first one's duplicate.
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    const body = utf8(text);
    const { read } = createReader({ ...reader.delivery, body });
    const id = read(batch.deliveryId);
    return {
      verified: { ...verified, id, type: read(batch.eventType) ?? verified.type },
      delivery: reader.delivery,
      content: before === 0 ? body : utf8(`${text}#${before}`),
      payload: () => item,
    };
  });
}

/** How much an answer says that the batch has to come again. */
const urgency = ({ status }: Reply): number => (status < 300 ? 0 : status < 500 ? 1 : 2);

/**
 * Processes the events of a batch, one after the other and in their order; each is claimed and settled by itself.
 *
 * @returns a success only when all have ended well; otherwise the first of the worst answers, upon which the provider
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
  let worst = receivedReply(endpoint.provider, verified.id);
  for (const part of partsOf(batch, reader, verified)) {
    const leftMs = deadline - performance.now();
    const reply =
      leftMs > 0
        ? await processEvent(endpoint, part, startedAt, leftMs)
        : errorReply(new WebhookError("handler_timeout"));
    if (urgency(reply) > urgency(worst)) worst = reply;
    if (leftMs <= 0) break;
  }
  return worst;
}
