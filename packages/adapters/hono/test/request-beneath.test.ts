/** On Hono's Node server the body is read from Node's request, where that is the request that Hono passes on. */
import type { IncomingMessage } from "node:http";
import { requestBeneath } from "@hooks/node";
import { Hono, type MiddlewareHandler } from "hono";
import { afterEach, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toHono } from "../src/index.ts";
import { serveHono } from "./serve-hono.ts";

const body = Uint8Array.of(0xff, 0x7b, 0x7d);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(app: Hono): Promise<string> {
  const { url, close } = await serveHono(app);
  closers.push(close);
  return `${url}/hook`;
}

/** What lies beneath the request of a route, after a middleware. */
async function beneathAfter(middleware: MiddlewareHandler): Promise<boolean> {
  let found: IncomingMessage | undefined;
  const app = new Hono().post("/hook", middleware, (c) => {
    found = requestBeneath(c.req.raw, (c.env as { incoming: unknown }).incoming);
    return c.text("");
  });
  await fetch(await serve(app), { method: "POST", body });
  return found !== undefined;
}

const reading =
  (read: (c: Parameters<MiddlewareHandler>[0]) => unknown): MiddlewareHandler =>
  async (c, next) => {
    await read(c);
    await next();
  };

test("a request that nobody has touched lies there", async () => {
  expect(await beneathAfter(reading(() => undefined))).toBe(true);
  expect(await beneathAfter(reading((c) => c.req.header("x-signature")))).toBe(true);
});

test.each([
  ["read", reading((c) => c.req.arrayBuffer())],
  ["about to be read", reading((c) => c.req.raw.body?.getReader())],
  ["cloned", reading((c) => c.req.raw.clone())],
  [
    "made anew",
    reading((c) => {
      c.req.raw = new Request(c.req.raw, { headers: { "x-other": "1" } });
    }),
  ],
  [
    "replaced",
    reading((c) => {
      c.req.raw = new Request("http://localhost/hook", { method: "POST", body: "other" });
    }),
  ],
])("one that was %s does not", async (_, middleware) => {
  expect(await beneathAfter(middleware)).toBe(false);
});

test("a request without a server has none", () => {
  const request = new Request("http://localhost/", { method: "POST", body });
  expect(requestBeneath(request, undefined)).toBeUndefined();
  expect(requestBeneath(request, {})).toBeUndefined();
  expect(requestBeneath(request, { readableFlowing: null })).toBeUndefined();
});

test("another request with the environment of this one is judged by what it holds itself", async () => {
  const { receiver, events } = createEndpoint();
  const inner = new Hono().post("/hook", toHono(receiver));
  const signed = await signedHeaders(body, {});
  const app = new Hono().post("/hook", async (c) => {
    const text = "not what was sent";
    const init = { method: "POST", headers: c.req.header(), body: text };
    return inner.fetch(new Request(c.req.url, init), c.env);
  });
  const url = await serve(app);
  const answer = await fetch(url, { method: "POST", headers: signed, body });
  expect([answer.status, events.length]).toEqual([401, 0]);
});
