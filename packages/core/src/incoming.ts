import type { Soon } from "./attempt.ts";
import { bodyBytes, type Delivery, type DeliveryInput, readHeader } from "./delivery.ts";
import { withTimeLimit } from "./time-limit.ts";
import { WebhookError } from "./webhook-error.ts";

/**
 * Reads a body of at most `maxBytes`, counting as it goes. It gives `onAbandoned` what stops the reading, which is
 * called when it has taken too long, so that nobody waits for it any more.
 *
 * @throws WebhookError `body_too_large`, `body_malformed` when it ends too soon, `body_unavailable` when somebody
 * else has read it
 */
export type BodyReader = (
  maxBytes: number,
  onAbandoned: (stop: () => unknown) => void,
) => Promise<Uint8Array>;

/** A request as an adapter hands it over: its body is there, or can be read. */
export interface Incoming extends Omit<DeliveryInput, "body"> {
  readonly body: DeliveryInput["body"] | BodyReader;
}

/**
 * Step 1 of the flow.
 *
 * @throws WebhookError `method_not_allowed`; `body_too_large` for a body that says so of itself
 */
export function accept({ method, headers }: Incoming, maxBodyBytes: number): void {
  if (method !== "POST") throw new WebhookError("method_not_allowed");
  if (Number(readHeader(headers, "content-length")) > maxBodyBytes) {
    throw new WebhookError("body_too_large");
  }
}

/**
 * Step 2 of the flow: the body as it came, read for no longer than `timeoutMs`; `undefined` for a parsed one.
 *
 * @throws WebhookError as {@link BodyReader}; `body_timeout`
 */
export function read(
  body: Incoming["body"],
  maxBytes: number,
  timeoutMs: number,
): Soon<Uint8Array | undefined> {
  if (typeof body !== "function") return bodyBytes(body);
  let stop: (() => unknown) | undefined;
  const work = body(maxBytes, (stopReading) => {
    stop = stopReading;
  });
  return withTimeLimit(work, timeoutMs, () => {
    // What it throws is dropped, as what becomes of the body is.
    Promise.resolve()
      .then(stop)
      .catch(() => undefined);
    return new WebhookError("body_timeout");
  });
}

/**
 * The delivery that a request is with its body: the bytes that the provider signed, which are those before any content
 * coding.
 *
 * @throws WebhookError `body_too_large`, `body_unavailable`, `body_encoding_unsupported`, `body_malformed`
 */
export function deliveryOf(
  { method, url, headers }: Incoming,
  body: Uint8Array | undefined,
  maxBodyBytes: number,
): Soon<Delivery> {
  if (!body) return import("./refusal.ts").then(({ refuseBody }) => refuseBody());
  if (body.length > maxBodyBytes) throw new WebhookError("body_too_large");
  const delivery = { method, url, headers, body };
  const coding = readHeader(headers, "content-encoding")?.toLowerCase() ?? "identity";
  if (coding === "identity") return delivery;
  return import("./decode-body.ts").then(({ decodeBody }) =>
    decodeBody(delivery, coding, maxBodyBytes),
  );
}
