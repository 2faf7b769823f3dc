import type { IncomingMessage, ServerResponse } from "node:http";
import type { Incoming, Receiver } from "@hooks/core";
import { bodyReader, type NodeRequest } from "./body-reader.ts";
import { sendReply } from "./send-reply.ts";

/** Headers as they came, names in lower case. Repeated ones stay repeated, where Node's own record drops some. */
function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    const value = rawHeaders[i + 1] as string;
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/**
 * What a receiver takes of a request of Node, or of a framework that passes Node's on. Bytes that a parser kept whole
 * (`rawBody`, or a `body` of bytes) are used as they are; what was read and not kept is `body_unavailable`.
 */
export function toIncoming(req: IncomingMessage): Incoming {
  const { method = "", url = "/", originalUrl = url, rawHeaders, rawBody, body }: NodeRequest = req;
  // Imitations of Node may have no raw ones.
  const headers = rawHeaders?.length ? headersOf(rawHeaders) : req.headers;
  const kept = rawBody instanceof Uint8Array ? rawBody : body;
  if (!(kept instanceof Uint8Array))
    return { method, url: originalUrl, headers, body: bodyReader(req) };
  // What a parser kept, it has decompressed.
  const decoded = { ...headers, "content-encoding": undefined, "content-length": undefined };
  return { method, url: originalUrl, headers: decoded, body: kept };
}

/**
 * Carries a receiver into `node:http`, and into whatever passes on Node's request and response. Mount it before
 * anything that reads the body; a body that was parsed without keeping its bytes is answered 500 `body_unavailable`.
 */
export function toNode(receiver: Receiver): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    receiver.receive(toIncoming(req)).then((reply) => sendReply(req, res, reply));
  };
}
