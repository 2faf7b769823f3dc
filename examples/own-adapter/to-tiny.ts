import { type BodyReader, isWebhookError, type Receiver, WebhookError } from "@hooks/core";
import type { TinyHandler, TinyRequest } from "./tiny-server.ts";

const parsed = "the body was already parsed by Tiny; mount the webhook route before its parser";

function bodyReader({ chunks }: TinyRequest): BodyReader {
  return async (maxBytes, onAbandoned) => {
    if (chunks === undefined) throw new WebhookError("body_unavailable", parsed);
    let bytes: Uint8Array = new Uint8Array();
    let length = 0;
    let isAbandoned = false;
    onAbandoned(() => {
      isAbandoned = true;
    });
    try {
      for await (const chunk of chunks) {
        if (isAbandoned) break;
        const end = length + chunk.length;
        if (end > maxBytes) throw new WebhookError("body_too_large");
        // Doubled, not listed: in a list, chunks of one byte would take a hundred times their size.
        if (end > bytes.length) bytes = Buffer.concat([bytes.subarray(0, length)], 2 * end);
        bytes.set(chunk, length);
        length = end;
      }
    } catch (error) {
      if (isWebhookError(error)) throw error;
      throw new WebhookError("body_malformed", "the client went away", { cause: error });
    }
    return bytes.subarray(0, length);
  };
}

/** Carries a receiver into Tiny: `startTiny(toTiny(receiver))`. */
export function toTiny(receiver: Receiver): TinyHandler {
  return async (request) => {
    const incoming = new Headers();
    for (const [name, value] of request.fields) incoming.append(name, value);
    const { status, headers, body } = await receiver.receive({
      method: request.verb,
      url: request.target,
      headers: incoming,
      body: bodyReader(request),
    });
    const fields = Object.entries(headers);
    return body === null ? { code: status, fields } : { code: status, fields, content: body };
  };
}
