import type { ClaimOptions } from "./claim.ts";
import { DeliveryReader } from "./delivery-reader.ts";
import type { EventQueue } from "./event-queue.ts";
import { accept, deliveryOf, type Incoming, read } from "./incoming.ts";
import type { Outcome } from "./outcome.ts";
import { fail, finisher, type Postpone, processEvent } from "./process-event.ts";
import type { EndpointOptions } from "./receiver-options.ts";
import type { Reply } from "./reply.ts";
import { parsePayload, type Routes } from "./route.ts";
import type { LabelledSecret } from "./secrets.ts";
import type { Store } from "./store.ts";
import { type Verified, type VerifyOptions, verifyReading } from "./verify.ts";

/** A receiver's options, checked and with their defaults. */
export interface Endpoint extends ClaimOptions, Routes {
  readonly verification: VerifyOptions;
  readonly store: Store | undefined;
  /** Those that are the same for every delivery. */
  readonly secrets: readonly LabelledSecret[] | undefined;
  readonly verifyTokens: readonly string[];
  readonly onHandshake: EndpointOptions["onHandshake"];
  readonly queue: EventQueue | undefined;
  readonly answerFirst: EndpointOptions["answerFirst"];
  /** Routes an event whose answer is not to wait for its handler. */
  readonly postpone?: Postpone;
  readonly maxBodyBytes: number;
  readonly timeoutMs: number;
  /** Resolves when whoever is told has ended. Never fails. */
  readonly report: ((outcome: Outcome) => unknown) | undefined;
}

/** Answers a challenge of the provider's, where the delivery is one. */
async function greet(
  endpoint: Endpoint,
  startedAt: number,
  verified: Verified | undefined,
  reader: DeliveryReader,
): Promise<Reply | undefined> {
  const { answerHandshake } = await import("./handshake.ts");
  const reply = await answerHandshake(endpoint, reader, verified !== undefined);
  return reply && finisher(endpoint, startedAt, verified)("handshake", reply);
}

/** One delivery's way through an endpoint: accept, read, verify, claim, route, reply. Never rejects. */
export async function receive(endpoint: Endpoint, incoming: Incoming): Promise<Reply> {
  const startedAt = performance.now();
  const { provider, verification, secrets, maxBodyBytes, timeoutMs } = endpoint;
  let verified: Verified | undefined;

  try {
    const { method, url, headers } = incoming;
    const { handshake } = provider;
    if (handshake && method !== "POST") {
      const greeting = await greet(
        endpoint,
        startedAt,
        verified,
        new DeliveryReader({ method, url, headers, body: new Uint8Array() }),
      );
      if (greeting) return greeting;
    }

    accept(incoming, maxBodyBytes);
    const taken = deliveryOf(
      incoming,
      await read(incoming.body, maxBodyBytes, timeoutMs),
      maxBodyBytes,
    );
    const reader = new DeliveryReader(taken instanceof Promise ? await taken : taken);
    const unsigned = handshake && (await greet(endpoint, startedAt, verified, reader));
    if (unsigned) return unsigned;
    verified = await verifyReading(provider, reader, verification, secrets);
    const signed = handshake && (await greet(endpoint, startedAt, verified, reader));
    if (signed) return signed;

    const { delivery } = reader;
    if (provider.batch) {
      const { processBatch } = await import("./batch.ts");
      return await processBatch(endpoint, provider.batch, reader, verified, startedAt);
    }
    const told = verified.claims ? new DeliveryReader(delivery, verified.claims) : reader;
    const payload = (): unknown => parsePayload(told, provider);
    const part = { verified, delivery, content: delivery.body, payload };
    return processEvent(endpoint, part, startedAt);
  } catch (thrown) {
    return fail(finisher(endpoint, startedAt, verified), thrown);
  }
}
