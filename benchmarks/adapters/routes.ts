/** The two sides of the comparison, per framework: a route by hand, and the same with a receiver. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { serve } from "@hono/node-server";
import { createReceiver, type Receiver } from "@hooks/core";
import { toExpress } from "@hooks/express";
import { toFastify } from "@hooks/fastify";
import { toHono } from "@hooks/hono";
import { toNode } from "@hooks/node";
import { github } from "@hooks/providers/github";
import express from "express";
import { fastify } from "fastify";
import { Hono } from "hono";
import { secret } from "./delivery.ts";

/** Listens on a port. */
export type Route = (port: number) => Promise<unknown> | unknown;

const answer = '{"received":true}';

/** What a careful person writes without a library: the HMAC over the bytes, compared in constant time. */
function isGenuine(body: Uint8Array, signature: unknown): boolean {
  const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const given = Buffer.from(typeof signature === "string" ? signature : "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const header = "x-hub-signature-256";

const receiver = (): Receiver =>
  createReceiver({ provider: github, secret, on: { "*": () => undefined } });

const listen =
  (listener: RequestListener): Route =>
  (port) =>
    once(createServer(listener).listen(port, "127.0.0.1"), "listening");

const byHand: RequestListener = async (req, res) => {
  const body = await bodyOf(req);
  const isFine = isGenuine(body, req.headers[header]);
  JSON.parse(body.toString());
  res.writeHead(isFine ? 200 : 401, { "content-type": "application/json" }).end(answer);
};

function expressByHand(): express.Express {
  return express().post("/", express.raw({ type: "*/*", limit: "10mb" }), (req, res) => {
    const isFine = isGenuine(req.body, req.headers[header]);
    JSON.parse(req.body.toString());
    res
      .status(isFine ? 200 : 401)
      .type("json")
      .send(answer);
  });
}

const fastifyByHand: Route = async (port) => {
  const app = fastify({ bodyLimit: 10_485_760 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post("/", (request, reply) => {
    const body = request.body as Buffer;
    const isFine = isGenuine(body, request.headers[header]);
    JSON.parse(body.toString());
    reply
      .code(isFine ? 200 : 401)
      .type("application/json")
      .send(answer);
  });
  await app.listen({ port, host: "127.0.0.1" });
};

const withFastify: Route = async (port) => {
  const app = fastify();
  await app.register(toFastify(receiver()), { url: "/" });
  await app.listen({ port, host: "127.0.0.1" });
};

const honoByHand = new Hono().post("/", async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const isFine = isGenuine(body, c.req.header(header));
  JSON.parse(new TextDecoder().decode(body));
  return c.body(answer, isFine ? 200 : 401, { "content-type": "application/json" });
});

const onHono =
  (app: Hono): Route =>
  (port) =>
    once(serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }), "listening");

/** Framework -> its two sides. */
export const routes: Readonly<Record<string, { readonly byHand: Route; readonly hooks: Route }>> = {
  "node:http": { byHand: listen(byHand), hooks: listen(toNode(receiver())) },
  Express: {
    byHand: listen(expressByHand()),
    hooks: listen(express().post("/", toExpress(receiver()))),
  },
  Fastify: { byHand: fastifyByHand, hooks: withFastify },
  Hono: { byHand: onHono(honoByHand), hooks: onHono(new Hono().post("/", toHono(receiver()))) },
};
