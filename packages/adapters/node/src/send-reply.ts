import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Reply } from "@hooks/core";

/** How long the rest of a request is taken in that was answered before it had come. */
const drainMs = 5000;

function writeHead(res: ServerResponse, status: number, headers: OutgoingHttpHeaders): void {
  // Imitations of Node may lack it.
  if (res.writeHead) {
    res.writeHead(status, headers);
    return;
  }
  res.statusCode = status;
  for (const name in headers) res.setHeader(name, headers[name] as string);
}

/** Sends a reply, unless somebody has answered already or nobody is there any more. Never throws. */
export function sendReply(req: IncomingMessage, res: ServerResponse, reply: Reply): void {
  if (res.headersSent || res.destroyed) return;
  const { status, headers, body } = reply;
  const content = req.method === "HEAD" ? null : body;
  try {
    const length = body === null ? undefined : { "content-length": Buffer.byteLength(body) };
    writeHead(res, status, { ...headers, ...length });
    if (req.readableEnded) res.end(content);
    else sendEarly(req, res, content);
    // Whatever nobody read would keep the connection from its next request.
    req.resume();
  } catch {
    // The reply can't be written as HTTP: without an answer the provider tries again.
    res.destroy();
  }
}

/** Ends the reply when the whole request has come: closing on a client that still sends could lose it the reply. */
function sendEarly(req: IncomingMessage, res: ServerResponse, content: Reply["body"]): void {
  if (content === null) res.flushHeaders();
  else res.write(content);
  const timer = setTimeout(() => req.destroy(), drainMs);
  // Comes once the request is complete, and also when its client has gone.
  req.once("close", () => {
    clearTimeout(timer);
    res.end();
  });
}
