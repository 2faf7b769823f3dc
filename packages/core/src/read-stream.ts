import { WebhookError } from "./webhook-error.ts";

/** Reads a stream to its end, and no further than `maxBytes`; its chunks are joined once. */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream?.getReader();
  // Not awaited: a source may never answer, and nothing depends on it.
  const cancel = (): unknown => reader?.cancel().catch(() => undefined);
  signal?.addEventListener("abort", cancel);
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new WebhookError("body_malformed", "the body ended before it was complete", { cause });
    });
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      cancel();
      throw new WebhookError("body_too_large");
    }
    chunks.push(value);
  }
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}
