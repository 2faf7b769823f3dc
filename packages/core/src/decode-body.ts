import type { Delivery } from "./delivery.ts";
import { readStream } from "./read-stream.ts";
import { WebhookError } from "./webhook-error.ts";

const formats: Readonly<Record<string, string>> = {
  gzip: "gzip",
  "x-gzip": "gzip",
  deflate: "deflate",
  br: "brotli",
};

function decompressor(coding: string): DecompressionStream {
  try {
    if (Object.hasOwn(formats, coding)) {
      // Next's bundler warns of the bare name, which its edge runtime lacks.
      return new globalThis.DecompressionStream(formats[coding] as CompressionFormat);
    }
  } catch {
    // The runtime does not know it: brotli is missing in some.
  }
  throw new WebhookError("body_encoding_unsupported");
}

/**
 * Undoes the content coding of a body, to at most `maxBytes`.
 *
 * @throws WebhookError `body_encoding_unsupported`, `body_too_large`, `body_malformed`
 */
export async function decodeBody(
  delivery: Delivery,
  coding: string,
  maxBytes: number,
): Promise<Delivery> {
  const encoded = new Blob([delivery.body as Uint8Array<ArrayBuffer>]).stream();
  const body = await readStream(encoded.pipeThrough(decompressor(coding)), maxBytes);
  const { headers } = delivery;
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  const kept = entries.filter(([name]) => name.toLowerCase() !== "content-encoding");
  return { ...delivery, headers: Object.fromEntries(kept), body, codedBody: delivery.body };
}
