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
      return new DecompressionStream(formats[coding] as CompressionFormat);
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
  const headers = new Headers();
  for (const [name, value] of entriesOf(delivery)) {
    if (name.toLowerCase() !== "content-encoding") headers.append(name, value);
  }
  return { ...delivery, headers, body };
}

function* entriesOf({ headers }: Delivery): Iterable<readonly [string, string]> {
  if (headers instanceof Headers) return yield* headers;
  for (const [name, value] of Object.entries(headers)) {
    for (const one of value === undefined ? [] : [value].flat()) yield [name, one];
  }
}
