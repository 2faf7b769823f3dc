import type { IncomingMessage } from "node:http";
import { type BodyReader, WebhookError } from "@hooks/core";

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

function assertUnread(req: NodeRequest): void {
  if (req.readableAborted) throw cutShort();
  // With an encoding set, or a listener that takes the chunks out itself, the bytes don't come to us.
  const isTaken = req.readableEncoding || req.listenerCount("readable") > 0;
  if (!isTaken && !req.readableDidRead && !req.readableEnded) return;
  const message = `the body was already read by ${readerOf(req)}; mount the webhook route before it`;
  throw new WebhookError("body_unavailable", message);
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const longer = Buffer.alloc(length);
  longer.set(bytes);
  return longer;
}

/**
 * How many times what has come is set aside for a body that says it is that long: what it says may be a lie, and costs
 * no more than this.
 */
const foresight = 32;

/** Makes what reads the body as the bytes that came; it stops at once when they are too many, or take too long. */
export function bodyReader(req: NodeRequest): BodyReader {
  return (maxBytes, onAbandoned) =>
    new Promise((resolve, reject) => {
      assertUnread(req);
      const declared = Number(req.headers["content-length"]) || 0;
      let bytes: Uint8Array | undefined;
      let length = 0;
      const take = (chunk: Uint8Array): void => {
        const end = length + chunk.length;
        if (end > maxBytes) {
          req.off("data", take);
          reject(new WebhookError("body_too_large"));
          return;
        }
        if (!bytes || length === 0) {
          bytes = chunk;
        } else {
          // Doubled, not listed: in a list, one-byte chunks would take a hundred times their size.
          const room = Math.max(end * 2, Math.min(declared, end * foresight));
          if (end > bytes.length) bytes = grown(bytes, Math.min(room, maxBytes));
          bytes.set(chunk, length);
        }
        length = end;
      };
      const cut = (): unknown => req.readableEnded || reject(cutShort());
      onAbandoned(() => req.off("data", take));
      req.on("data", take).on("error", cut).on("close", cut);
      const give = (): void => resolve(bytes?.subarray(0, length) ?? new Uint8Array());
      req.on("end", give).resume();
    });
}
