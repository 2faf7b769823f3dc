import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Receiver } from "@hooks/core";
import { toIncoming } from "@hooks/node";
import type { FastifyPluginAsync, preParsingHookHandler } from "fastify";

/** How long the rest of a request is taken in that was answered before it had come. */
const drainMs = 5000;

/** A reply that ends when the request has: closing on a client that still sends could lose it the reply. */
async function* untilReceived<Body>(body: Body, req: IncomingMessage): AsyncGenerator<Body> {
  yield body;
  const timer = setTimeout(() => req.destroy(), drainMs);
  await finished(req.resume()).catch(() => undefined);
  clearTimeout(timer);
}

/** Leaves the body as it is sent, and to us. */
const keepBody: preParsingHookHandler = (request, _reply, _payload, done) => {
  const { raw, headers } = request;
  // A hook of the app may have put another stream in its place.
  raw.unpipe();
  // Fastify refuses by itself what is no media type, and some methods without one.
  const isMediaType = /^\w+\/[\w.+-]+ *(;|$)/.test(headers["content-type"] ?? "");
  if (!isMediaType) request.headers = { ...headers, "content-type": "application/octet-stream" };
  done();
};

/**
 * Carries a receiver into Fastify 5: `app.register(toFastify(receiver), { url: "/webhooks/github" })`.
 *
 * Its body parser stays inside the plugin: other routes keep theirs, and the app's don't reach the webhook. The app's
 * hooks do, and must not read the body.
 */
export function toFastify(receiver: Receiver): FastifyPluginAsync<{ url: string }> {
  return async (scope, { url }) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    // The latter is for @fastify/compress: the receiver decompresses, by its own limit and with its own answers.
    const options = { preParsing: keepBody, decompress: false } as const;
    scope.all(url, options, ({ raw, method }, reply) =>
      receiver.receive(toIncoming(raw)).then(({ status, headers, body }) => {
        // With a serializer Fastify leaves the content type of text as it is.
        reply.code(status).headers(headers).serializer(String);
        if (body === null) return undefined;
        // What has no content type would get one from Fastify, but for a stream.
        const isWhole = raw.readableEnded && "content-type" in headers;
        if (isWhole && method !== "HEAD") return body;
        reply.header("content-length", Buffer.byteLength(body));
        return method === "HEAD" ? undefined : Readable.from(untilReceived(body, raw));
      }),
    );
  };
}
