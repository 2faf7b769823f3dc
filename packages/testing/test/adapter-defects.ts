import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { BodyReader, Incoming, Receiver, Reply } from "@hooks/core";
import { toNode } from "@hooks/node";
import type { ServeAdapter } from "../src/index.ts";

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/** Serves what is made of the receiver. */
export const serveWith =
  (makeListener: (receiver: Receiver) => Listener): ServeAdapter =>
  async (receiver) => {
    const server = createServer(makeListener(receiver));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  };

/** An adapter that is right but for what it does to what it is given, or to what it gives back. */
export function spoilt(change: {
  readonly incoming?: (incoming: Incoming) => Incoming;
  readonly reply?: (reply: Reply) => Reply;
}): ServeAdapter {
  const { incoming: before = (one) => one, reply: after = (one) => one } = change;
  return serveWith((receiver) =>
    toNode({
      ...receiver,
      receive: async (incoming) => after(await receiver.receive(before(incoming))),
    }),
  );
}

const body =
  (change: (bytes: Uint8Array) => Uint8Array | string) =>
  (incoming: Incoming): Incoming => {
    const read = incoming.body as BodyReader;
    const changed: BodyReader = async (...limits) => Buffer.from(change(await read(...limits)));
    return { ...incoming, body: changed };
  };

const headers =
  (change: (value: string[], name: string) => string | string[] | undefined) =>
  (incoming: Incoming): Incoming => {
    const entries = Object.entries(incoming.headers as Record<string, string[]>);
    const changed = entries.map(([name, value]) => [name, change(value, name)]);
    return { ...incoming, headers: Object.fromEntries(changed) };
  };

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Changes one header of a reply. */
export const withHeader =
  (name: string, value: (before: string | undefined) => string | undefined) =>
  (reply: Reply): Reply => {
    const { [name]: before, ...rest } = reply.headers;
    const after = value(before);
    return { ...reply, headers: { ...rest, ...(after !== undefined && { [name]: after }) } };
  };

/** Answers by itself, and reads the body in its own way. */
const byHand = (
  read: (req: IncomingMessage, max: number) => Promise<Uint8Array>,
  after: (req: IncomingMessage, res: ServerResponse) => void = () => undefined,
): ServeAdapter =>
  serveWith((receiver) => async (req, res) => {
    const { method = "", url = "", headersDistinct } = req;
    const reader: BodyReader = (max) => read(req, max);
    const reply = await receiver.receive({ method, url, headers: headersDistinct, body: reader });
    if (res.destroyed) return;
    res.writeHead(reply.status, reply.headers);
    res.end(method === "HEAD" ? null : reply.body);
    after(req, res);
  });

/** Takes what there is when the stream ends, however it ends. */
const readPatiently = (req: IncomingMessage): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("close", () => resolve(Buffer.concat(chunks)));
    req.on("error", () => undefined);
  });

/** Waits for an end that may never come. */
const readBlindly = (req: IncomingMessage): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("end", () => resolve(Buffer.concat(chunks)));
  });

/** What adapters do wrong, and a case that has to show it. */
export const defects: readonly (readonly [name: string, serve: ServeAdapter, caseName: string])[] =
  [
    ["takes bytes for text", spoilt({ incoming: body(text) }), "body: bytes that are not UTF-8"],
    ["takes bytes for text", spoilt({ incoming: body(text) }), "body: a byte order mark"],
    [
      "takes bytes for latin1",
      spoilt({ incoming: body((bytes) => Buffer.from(bytes).toString("latin1")) }),
      "body: characters of several bytes",
    ],
    [
      "parses the body and writes it again",
      spoilt({ incoming: body((bytes) => JSON.stringify(JSON.parse(text(bytes)))) }),
      "body: JSON with room in it",
    ],
    [
      "cuts off white space",
      spoilt({ incoming: body((bytes) => text(bytes).trim()) }),
      "body: one line feed",
    ],
    [
      "loses a last zero",
      spoilt({ incoming: body((bytes) => (bytes.at(-1) === 0 ? bytes.subarray(1) : bytes)) }),
      "body: zeros",
    ],
    [
      "reads no coding",
      spoilt({
        incoming: headers((value, name) => (name === "content-encoding" ? undefined : value)),
      }),
      "coding: gzip",
    ],
    [
      "reads no coding",
      spoilt({
        incoming: headers((value, name) => (name === "content-encoding" ? undefined : value)),
      }),
      "coding: one that nobody knows",
    ],
    [
      "takes the first of a repeated header",
      spoilt({ incoming: headers((value) => value[0]) }),
      "refusal: a forged signature header behind the right one",
    ],
    [
      "takes the last of a repeated header",
      spoilt({ incoming: headers((value) => value.at(-1)) }),
      "refusal: a forged signature header before the right one",
    ],
    [
      "takes the first authorization header",
      spoilt({ incoming: headers((value, name) => (name === "authorization" ? value[0] : value)) }),
      "refusal: an authorization header twice",
    ],
    [
      "takes every method for POST",
      spoilt({ incoming: (incoming) => ({ ...incoming, method: "POST" }) }),
      "request: GET",
    ],
    [
      "decodes the URL",
      spoilt({ incoming: (incoming) => ({ ...incoming, url: decodeURI(incoming.url) }) }),
      "request: path /hooks/a%20b%2Fc%3F%25",
    ],
    [
      "joins slashes",
      spoilt({
        incoming: (incoming) => ({ ...incoming, url: incoming.url.replace(/\/+/g, "/") }),
      }),
      "request: path /hooks//twice///thrice/",
    ],
    [
      "loses the query",
      spoilt({ incoming: (incoming) => ({ ...incoming, url: incoming.url.replace(/\?.*/, "") }) }),
      "request: path /hooks/x?a=%2F&b=1+2&a=&c",
    ],
    [
      "accepts what it can't verify",
      spoilt({
        reply: (reply) => (reply.status === 401 ? { status: 202, headers: {}, body: null } : reply),
      }),
      "refusal: forged",
    ],
    [
      "says more than the code",
      spoilt({
        reply: (reply) =>
          reply.status === 500 ? { ...reply, body: '{"error":"handler_failed","cause":1}' } : reply,
      }),
      "flow: the next try after a handler that failed",
    ],
    [
      "names a charset",
      spoilt({ reply: withHeader("content-type", (type) => `${type}; charset=utf-8`) }),
      "flow: no handler for the event",
    ],
    [
      "invents a content type",
      spoilt({ reply: withHeader("content-type", (type) => type ?? "text/html") }),
      "reply: untyped_reply",
    ],
    ["adds a header", spoilt({ reply: withHeader("etag", () => '"1"') }), "content type: none"],
    [
      "loses the allowed method",
      spoilt({ reply: withHeader("allow", () => undefined) }),
      "request: HEAD",
    ],
    [
      "loses that it was a duplicate",
      spoilt({ reply: withHeader("webhook-duplicate", () => undefined) }),
      "flow: a duplicate gets the same answer",
    ],
    [
      "loses when to come again",
      spoilt({ reply: withHeader("retry-after", () => undefined) }),
      "flow: two at once",
    ],
    [
      "answers with text",
      spoilt({
        reply: (reply) => (reply.body ? { ...reply, body: text(Buffer.from(reply.body)) } : reply),
      }),
      "reply: binary_reply",
    ],
    [
      "loses the status",
      spoilt({
        reply: (reply) => ({ ...reply, status: reply.status === 202 ? 200 : reply.status }),
      }),
      "reply: custom_reply",
    ],
    [
      "takes half a body for whole",
      byHand(readPatiently),
      "broken: the client goes away after half a body",
    ],
    [
      "takes half a body for whole",
      byHand(readPatiently),
      "broken: the client says that it is done after all chunks but the last",
    ],
    [
      "waits for a client that has gone",
      byHand(readBlindly),
      "broken: the client goes away after half a chunk",
    ],
    [
      "reads without a limit",
      byHand(readBlindly),
      "size: refused while it is sent, without an end in sight",
    ],
    [
      "closes on a client that still sends",
      byHand(
        (req, max) =>
          new Promise((_, reject) => {
            let length = 0;
            req.on("data", (chunk) => {
              length += chunk.length;
              if (length > max) reject(new Error("too large"));
            });
          }),
        (req) => req.destroy(),
      ),
      "size: the refusal reaches a client that sends first and reads later",
    ],
  ];
