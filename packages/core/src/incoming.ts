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

/** Reads a body for no longer than `timeoutMs`. */
function readInTime(
  reader: BodyReader,
  maxBytes: number,
  timeoutMs: number,
): Uint8Array | Promise<Uint8Array> {
  let stop: (() => unknown) | undefined;
  const work = reader(maxBytes, (stopReading) => {
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
 * Step 2 of the flow: the bytes that the provider signed, which are those before any content coding.
 *
 * @throws WebhookError as {@link BodyReader}; `body_timeout`, `body_encoding_unsupported`
 */
export async function read(
  incoming: Incoming,
  maxBodyBytes: number,
  timeoutMs: number,
): Promise<Delivery> {
  const { method, url, headers } = incoming;
  const body =
    typeof incoming.body === "function"
      ? await readInTime(incoming.body, maxBodyBytes, timeoutMs)
      : bodyBytes(incoming.body);
  if (!body) return (await import("./refusal.ts")).refuseBody();
  if (body.length > maxBodyBytes) throw new WebhookError("body_too_large");
  const delivery = { method, url, headers, body };
  const coding = readHeader(headers, "content-encoding")?.toLowerCase();
  if (coding === undefined || coding === "identity") return delivery;
  const { decodeBody } = await import("./decode-body.ts");
  return decodeBody(delivery, coding, maxBodyBytes);
}
