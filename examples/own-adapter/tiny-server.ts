/** A made-up host, to write an adapter for: it knows neither Node's request and response nor those of Fetch. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What came in. */
export interface TinyRequest {
  readonly verb: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  /** As they were sent; a name may come twice. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The body as it comes, or `undefined` once it has been parsed; rejects when the client goes away. */
  readonly chunks: AsyncIterable<Uint8Array> | undefined;
}

/** What goes out. */
export interface TinyResponse {
  readonly code: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly content?: string | Uint8Array;
}

/** What answers every request of a server. */
export type TinyHandler = (request: TinyRequest) => Promise<TinyResponse>;

/** A server that listens. */
export interface TinyServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

function requestOf(req: IncomingMessage): TinyRequest {
  const { method = "", url = "", headersDistinct } = req;
  const fields = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
    values.map((value) => [name, value] as const),
  );
  return {
    verb: method,
    target: url,
    fields,
    chunks: req.iterator({ destroyOnReturn: false }),
  };
}

function respond(
  req: IncomingMessage,
  res: ServerResponse,
  { code, fields, content }: TinyResponse,
): void {
  for (const [name, value] of fields) res.setHeader(name, value);
  if (content !== undefined) res.setHeader("content-length", Buffer.byteLength(content));
  res.writeHead(code).write(content ?? "");
  // A client that still sends may read nothing before it has sent all.
  if (req.complete || req.destroyed) res.end();
  else req.resume().once("close", () => res.end());
}

/** Listens on a free port. */
export async function startTiny(handler: TinyHandler): Promise<TinyServer> {
  const server = createServer(async (req, res) => respond(req, res, await handler(requestOf(req))));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}
