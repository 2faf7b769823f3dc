import type { IncomingMessage } from "node:http";
import { WebhookError } from "@hooks/core";

/** A request, with what frameworks and parsers may have put on it. */
export interface NodeRequest extends IncomingMessage {
  readonly body?: unknown;
  readonly rawBody?: unknown;
  readonly originalUrl?: string;
}

/** Who read the body: Express's parsers are told apart by what they leave on the request. */
function readerOf({ body, headers }: NodeRequest): string {
  if (typeof body === "string") return "express.text()";
  if (typeof body !== "object" || body === null) return "something";
  return `express.${headers["content-type"]?.includes("urlencoded") ? "urlencoded" : "json"}()`;
}

const cutShort = (): WebhookError =>
  new WebhookError("body_malformed", "the request ended before its body was complete");

/** Reads the body as the bytes that came; stops at once when they are more than `maxBytes`. */
export async function readBody(req: NodeRequest, maxBytes: number): Promise<Uint8Array> {
  if (req.readableAborted) throw cutShort();
  // With an encoding set, or a listener that takes the chunks out itself, the bytes don't come to us.
  const isTaken = req.readableEncoding || req.listenerCount("readable") > 0;
  if (isTaken || req.readableDidRead || req.readableEnded) {
    const message = `the body was already read by ${readerOf(req)}; mount the webhook route before it`;
    throw new WebhookError("body_unavailable", message);
  }
  return new Promise((resolve, reject) => {
    let bytes: Uint8Array = new Uint8Array();
    let length = 0;
    const take = (chunk: Uint8Array): void => {
      const end = length + chunk.length;
      if (end > maxBytes) {
        req.off("data", take);
        reject(new WebhookError("body_too_large"));
        return;
      }
      // Doubled, not listed: in a list, one-byte chunks would take a hundred times their size.
      if (length > 0 && end > bytes.length) bytes = Buffer.concat([bytes], end * 2);
      if (length > 0) bytes.set(chunk, length);
      else bytes = chunk;
      length = end;
    };
    const cut = (): unknown => req.readableEnded || reject(cutShort());
    req.on("data", take).on("error", cut).on("close", cut);
    req.on("end", () => resolve(bytes.subarray(0, length))).resume();
  });
}
