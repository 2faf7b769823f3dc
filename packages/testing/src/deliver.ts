import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Delivery, Receiver, Reply } from "@hooks/core";
import {
  boundsOf,
  type DeliverOptions,
  type DeliveryReply,
  headerLists,
  sendRequest,
} from "./send-request.ts";

/** A function of Node's request and response: what `toNode` makes, and an Express app. */
export type NodeListener = (req: IncomingMessage, res: ServerResponse) => unknown;

/** A function of a Fetch request, as route handlers and `Bun.serve` have it. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A Fastify app. */
export interface FastifyTarget {
  /** Loads its plugins. */
  readonly ready: () => PromiseLike<unknown>;
  /** Handles a request of Node. */
  readonly routing: (req: IncomingMessage, res: ServerResponse) => void;
}

/** Where a delivery is brought. */
export type DeliveryTarget =
  | string
  | URL
  | Pick<Receiver, "receive">
  | { readonly fetch: FetchHandler }
  | FastifyTarget
  | FetchHandler
  | NodeListener;

/**
 * Brings a delivery to whatever takes it, and gives the answer.
 *
 * A URL is sent to, over a real connection. A function of two or more parameters, such as an Express app, and a Fastify
 * app are served on a free port for the one request, at the path of the delivery's URL; a function of one parameter and
 * an object with `fetch`, such as a Hono app, get a `Request` of the delivery's URL; a receiver gets the delivery.
 * Redirects are not followed.
 *
 * @throws Error when there is no answer, or none within the bounds
 */
export async function deliver(
  target: DeliveryTarget,
  delivery: Delivery,
  options: DeliverOptions = {},
): Promise<DeliveryReply> {
  if (typeof target === "string" || target instanceof URL) {
    return sendRequest(new URL(target), delivery, options);
  }
  if (typeof target === "function") {
    return target.length > 1
      ? viaServer(target as NodeListener, delivery, options)
      : viaFetch(target as FetchHandler, delivery, options);
  }
  if ("receive" in target) {
    return replyOf(await inTime(target.receive(delivery), options));
  }
  if ("routing" in target) {
    await target.ready();
    return viaServer((req, res) => target.routing(req, res), delivery, options);
  }
  return viaFetch((request) => target.fetch(request), delivery, options);
}

async function inTime<T>(work: T | Promise<T>, options: DeliverOptions): Promise<T> {
  const { timeoutMs } = boundsOf(options);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function replyOf({ status, headers, body }: Reply): DeliveryReply {
  const bytes =
    typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
  return { status, headers, body: bytes, text: new TextDecoder().decode(bytes) };
}

async function viaFetch(
  handler: FetchHandler,
  delivery: Delivery,
  options: DeliverOptions,
): Promise<DeliveryReply> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(headerLists(delivery))) {
    for (const one of [value].flat()) headers.append(name, one);
  }
  const { method, url } = delivery;
  const isBare = method === "GET" || method === "HEAD";
  const body = isBare ? null : new Uint8Array(delivery.body);
  const request = new Request(new URL(url, "http://localhost"), { method, headers, body });
  return inTime(
    (async () => {
      const response = await handler(request);
      const { maxReplyBytes } = boundsOf(options);
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of response.body ?? []) {
        length += chunk.length;
        if (length > maxReplyBytes) throw new Error(`the answer is over ${maxReplyBytes} bytes`);
        chunks.push(chunk);
      }
      const whole = new Uint8Array(Buffer.concat(chunks));
      return replyOf({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: whole,
      });
    })(),
    options,
  );
}

async function viaServer(
  listener: NodeListener,
  delivery: Delivery,
  options: DeliverOptions,
): Promise<DeliveryReply> {
  const server = createServer((req, res) => void listener(req, res)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const { pathname, search } = new URL(delivery.url, "http://localhost");
    const target = new URL(`http://127.0.0.1:${port}${pathname}${search}`);
    return await sendRequest(target, delivery, options);
  } finally {
    const closed = once(server, "close");
    server.close().closeAllConnections();
    await closed;
  }
}
