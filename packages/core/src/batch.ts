import { sha256 } from "#crypto";
import { DeliveryReader } from "./delivery-reader.ts";
import type { Endpoint } from "./flow.ts";
import { listOf } from "./list-of.ts";
import { type EventPart, processEvent } from "./process-event.ts";
import type { Batch } from "./provider.ts";
import { duplicateReply, errorReply, isDuplicate, type Reply, receivedReply } from "./reply.ts";
import { utf8 } from "./utf8.ts";
import type { Verified } from "./verify.ts";
import { WebhookError } from "./webhook-error.ts";

/** Far more than any provider sends at once. */
const maxEvents = 10_000;

/** How much longer than its batch all events together may be, for what surrounds a list goes along with each item. */
const maxGrowth = 100;

type Names = readonly string[];

/** The list at a path, unless there is none or nothing in it. */
function listAt(item: unknown, names: Names): readonly unknown[] | undefined {
  let held = item;
  for (const name of names) {
    held = Object.hasOwn(Object(held), name) ? (held as Record<string, unknown>)[name] : undefined;
  }
  return Array.isArray(held) && held.length > 0 ? held : undefined;
}

/** A copy with another value at a path that is there; without it where the value is `undefined`. */
function replaced(held: unknown, [name = "", ...rest]: Names, value: unknown): unknown {
  const copy = (Array.isArray(held) ? [...held] : { ...Object(held) }) as Record<string, unknown>;
  const next = rest.length > 0 ? replaced(copy[name], rest, value) : value;
  if (next === undefined) delete copy[name];
  else copy[name] = next;
  return copy;
}

/** The events of an item. */
function eventsOf(item: unknown, [paths, ...deeper]: readonly Names[]): readonly unknown[] {
  if (paths === undefined) return [item];
  const places = paths.map((path) => path.split(".")).filter((names) => listAt(item, names));
  if (places.length === 0) return eventsOf(item, deeper);
  const bare = places.reduce((rest, names) => replaced(rest, names, undefined), item);
  return places.flatMap((names) =>
    (listAt(item, names) ?? []).flatMap((one) => eventsOf(replaced(bare, names, [one]), deeper)),
  );
}

/** What a batch holds. @throws WebhookError `payload_malformed` */
function itemsOf({ at, within = [] }: Batch, reader: DeliveryReader): readonly unknown[] {
  const items = listOf(at)
    .map((field) => reader.value(field))
    .find(Array.isArray) as readonly unknown[] | undefined;
  if (items && items.length <= maxEvents) {
    const events = items.flatMap((item) => eventsOf(item, within));
    if (events.length <= maxEvents) return events;
  }
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
  let left = delivery.body.length * maxGrowth;
  return itemsOf(batch, reader).map((item, i) => {
    const body = utf8(JSON.stringify(item));
    left -= body.length;
    if (left < 0) throw new WebhookError("payload_malformed", "the batch's events are too long");
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
