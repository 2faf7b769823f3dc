import { WebhookError } from "./webhook-error.ts";

/** Reads a stream to its end, and no further than `maxBytes`; in memory of at most three times its size. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  onAbandoned?: (stop: () => unknown) => void,
): Promise<Uint8Array> {
  const reader = stream?.getReader();
  // Not awaited: a source may never answer, and nothing depends on it.
  const cancel = (): unknown => reader?.cancel().catch(() => undefined);
  onAbandoned?.(cancel);
  let bytes: Uint8Array = new Uint8Array();
  let length = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new WebhookError("body_malformed", "the body ended before it was complete", { cause });
    });
    if (done) break;
    const end = length + value.length;
    if (end > maxBytes) {
      cancel();
      throw new WebhookError("body_too_large");
    }
    if (length === 0) {
      bytes = value;
    } else {
      // Doubled, not listed: in a list, chunks of one byte would take a hundred times their size.
      if (end > bytes.length) bytes = grown(bytes, Math.min(2 * end, maxBytes));
      bytes.set(value, length);
    }
    length = end;
  }
  return bytes.subarray(0, length);
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}
