import { sha256 } from "#crypto";
import { keyOf } from "./claim.ts";
import type { Delivery } from "./delivery.ts";
import type { EventFacts, EventQueue } from "./event-queue.ts";
import type { Endpoint } from "./flow.ts";
import { formsOf } from "./forms-of.ts";
import { listOf } from "./list-of.ts";
import type { EventPart } from "./process-event.ts";
import type { Field, Provider } from "./provider.ts";
import { handlerFor, type Routed } from "./route.ts";
import { carriageOf, schemeOf } from "./scheme.ts";
import type { Signature } from "./signature.ts";
import { WebhookError } from "./webhook-error.ts";

/** Characters: what queues take as the id of a job. */
const maxJobIdLength = 512;
/** Half a character, which not every storage can keep. */
const loneSurrogate = /\p{Surrogate}/u;

/** Where a provider's signatures sit, in whatever form. */
async function signatureFields(provider: Provider): Promise<readonly Field[]> {
  const signatures = formsOf(provider).flatMap(([, form]) => listOf<Signature>(form.signature));
  const fields = signatures.map(async (signature) =>
    listOf<Field>(carriageOf(await schemeOf(signature), signature).field),
  );
  return (await Promise.all(fields)).flat();
}

/** The delivery's headers and URL without what proves it, which some providers do by sending the secret. */
async function withoutProof(
  provider: Provider,
  { url, headers }: Delivery,
): Promise<Pick<EventFacts, "url" | "headers">> {
  const fields = await signatureFields(provider);
  const names = ["authorization", "cookie"];
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  for (const field of fields) {
    if ("header" in field) names.push(field.header);
    else if ("query" in field) parameters.delete(field.query);
  }
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const kept = entries.flatMap(([name, value]): (readonly [string, string])[] =>
    value === undefined || names.includes(name.toLowerCase()) ? [] : [[name, String(value)]],
  );
  const isCut = fields.some((field) => "query" in field);
  return {
    url: isCut && query ? [path, parameters].join("?") : url,
    headers: Object.fromEntries(kept),
  };
}

/** The id under which an event is enqueued: what makes it the same for the store, in a length that queues take. */
async function jobIdOf(endpoint: Endpoint, { content, delivery, verified }: EventPart) {
  const key = keyOf(endpoint, delivery, verified, await sha256(content));
  if (key.length <= maxJobIdLength && !loneSurrogate.test(key)) return key;
  return `${verified.provider}+key:${await sha256(new TextEncoder().encode(JSON.stringify(key)))}`;
}

/**
 * Step 5 of the flow where there is a queue: makes the event a job, which is durable when this resolves.
 *
 * @throws WebhookError `payload_malformed`; `queue_failed`, upon which the provider tries again
 */
export async function enqueueEvent(endpoint: Endpoint, part: EventPart): Promise<Routed> {
  const { verified, delivery, place } = part;
  part.payload();
  if (!handlerFor(endpoint, verified.type)) return undefined;
  const data: EventFacts = {
    provider: verified.provider,
    method: delivery.method,
    ...(await withoutProof(endpoint.provider, delivery)),
    id: verified.id ?? null,
    type: verified.type ?? null,
    timestampMs: verified.timestamp?.getTime() ?? null,
    secretLabel: verified.secretLabel,
    form: verified.form ?? null,
    claims: verified.claims ? JSON.stringify(verified.claims) : null,
    place: place ?? null,
  };
  const id = await jobIdOf(endpoint, part);
  try {
    const job = { data, body: delivery.body };
    // Retries come with other headers: the body alone tells whether they are the same.
    const options = { id, identity: null };
    const { isNew } = await (endpoint.queue as EventQueue).enqueue(job, options);
    return { result: undefined, isKnown: !isNew };
  } catch (cause) {
    const isReused = (cause as { code?: unknown } | null)?.code === "job_id_reused";
    if (!isReused) throw new WebhookError("queue_failed", "the queue failed", { cause });
    if (!endpoint.provider.retriesDiffer) throw new WebhookError("delivery_id_reused");
    return { result: undefined, isKnown: true };
  }
}
