import Fastify from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toFastify } from "../src/index.ts";
import { type AppSetup, type ServedApp, serveApp } from "./serve-app.ts";
import { serveFastify } from "./serve-fastify.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(setup?: AppSetup): Promise<ServedApp> {
  const served = await serveApp(setup);
  closers.push(served.close);
  return served;
}

const json = '{"a": 1.0, "b":"größe"}';

const form = "a=1&b=%20+&a=2";

const formType = { "content-type": "application/x-www-form-urlencoded" };

describe("other routes", () => {
  test("keep their parsers", async () => {
    const { send, bodies } = await serve();
    expect((await send(json)).status).toBe(200);
    const other = await send(json, { path: "/other" });
    expect(await other.json()).toEqual({ body: { a: 1, b: "größe" } });
    const text = await send("text", { path: "/other", headers: { "content-type": "text/plain" } });
    expect(await text.json()).toEqual({ body: "text" });
    expect((await send("{", { path: "/other" })).status).toBe(400);
    expect((await send(form, { path: "/other", headers: formType })).status).toBe(415);
    expect((await send(json)).status).toBe(200);
    expect(bodies()).toEqual([json, json]);
  });

  test("keep their limit", async () => {
    const options = { bodyLimit: 30 };
    const { send } = await serve({ options, receiverOptions: { maxBodyBytes: 40 } });
    const padded = (length: number): string => `"${"0".repeat(length - 2)}"`;
    expect((await send(padded(30), { path: "/other" })).status).toBe(200);
    expect((await send(padded(31), { path: "/other" })).status).toBe(413);
    expect((await send(padded(40))).status).toBe(200);
    const tooLarge = await send(padded(41));
    expect(tooLarge.status).toBe(413);
    expect(await tooLarge.text()).toBe('{"error":"body_too_large"}');
    expect(tooLarge.headers.get("connection")).toBe("keep-alive");
  });

  test("keep their methods, and the webhook has all", async () => {
    const { send, app, outcomes } = await serve({
      before: (instance) => instance.addHttpMethod("PROPFIND", { hasBody: true }),
    });
    expect((await send(json, { path: "/other", method: "PUT" })).status).toBe(404);
    // `fetch` has no TRACE.
    const methods = app.supportedMethods.filter((one) => !["POST", "TRACE"].includes(one));
    expect(methods.sort()).toEqual(
      ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PROPFIND", "PUT", "QUERY"].sort(),
    );
    for (const method of methods) {
      for (const body of ["GET", "HEAD"].includes(method) ? [""] : ["", json]) {
        const answer = await send(body, { method });
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers.get("allow")).toBe("POST");
        const refusal = method === "HEAD" ? "" : '{"error":"method_not_allowed"}';
        expect(await answer.text()).toBe(refusal);
      }
    }
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(["method_not_allowed"]));
    expect(outcomes).toHaveLength(methods.length * 2 - 2);
  });

  test.each([true, false])("exposeHeadRoutes: %s", async (exposeHeadRoutes) => {
    const { url } = await serve({
      options: { exposeHeadRoutes },
      before: (app) => app.get("/page", async () => "page"),
    });
    const head = await fetch(`${url}/hook`, { method: "HEAD" });
    expect(head.status).toBe(405);
    expect(head.headers.get("content-length")).toBe("30");
    const page = await fetch(`${url}/page`, { method: "HEAD" });
    expect(page.status).toBe(exposeHeadRoutes ? 200 : 404);
  });
});

describe("the URL", () => {
  const path = "/a/v1/hooks/a%20b%2Fc?x=%2F&y";

  test("is whole in nested plugins with prefixes", async () => {
    const { receiver, events } = createEndpoint();
    const app = Fastify();
    app.register(
      async (outer) => {
        outer.register(
          async (inner) => {
            inner.register(toFastify(receiver), { url: "/hooks/:id" });
          },
          { prefix: "/v1" },
        );
      },
      { prefix: "/a" },
    );
    const { url, close } = await serveFastify(app);
    closers.push(close);
    const headers = await signedHeaders(json);
    expect((await fetch(url + path, { method: "POST", headers, body: json })).status).toBe(200);
    expect(events[0]?.delivery.url).toBe(path);
  });

  test("is the prefix alone, where the plugin is given one", async () => {
    const { receiver, events } = createEndpoint();
    const app = Fastify();
    app.register(toFastify(receiver), { url: "", prefix: "/hooks" });
    const { url, close } = await serveFastify(app);
    closers.push(close);
    const headers = await signedHeaders(json);
    const answer = await fetch(`${url}/hooks?a`, { method: "POST", headers, body: json });
    expect(answer.status).toBe(200);
    expect(events[0]?.delivery.url).toBe("/hooks?a");
  });

  test("is the one before rewriteUrl", async () => {
    const { send, events } = await serve({ options: { rewriteUrl: () => "/hook" } });
    expect((await send(json, { path })).status).toBe(200);
    expect(events[0]?.delivery.url).toBe(path);
  });

  test("is not changed by trustProxy", async () => {
    const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    let host = "";
    const { send, events } = await serve({
      options: { trustProxy: true },
      before: (app) =>
        app.addHook("onRequest", async (request) => {
          host = request.host;
        }),
    });
    expect((await send(json, { headers: forwarded })).status).toBe(200);
    expect(host).toBe("evil.example");
    expect(events[0]?.delivery.url).toBe("/hook");
  });
});

test("a reply without a content type gets none, and its own length", async () => {
  const body = "größe ♥";
  const reply = { status: 200, headers: {}, body };
  const { send } = await serve({ receiverOptions: { on: { "*": () => reply } } });
  const answer = await send(json);
  expect(answer.headers.has("content-type")).toBe(false);
  expect(answer.headers.get("content-length")).toBe(String(Buffer.byteLength(body)));
  expect(await answer.text()).toBe(body);
});

test("two receivers of one app have their own secrets", async () => {
  const one = createEndpoint({ secret: "the secret of the first" });
  const { send } = await serve({
    before: (app) => app.register(toFastify(one.receiver), { url: "/one" }),
  });
  expect((await send(json, { path: "/one" })).status).toBe(401);
  expect((await send(json)).status).toBe(200);
});

test("without a URL the app does not start", async () => {
  const app = Fastify();
  const { receiver } = createEndpoint();
  app.register(toFastify(receiver), {} as { url: string });
  await expect(app.ready()).rejects.toThrow("URL must be a string");
});

test("an injected request is taken as any other", async () => {
  const { app, bodies } = await serve();
  const headers = await signedHeaders(json);
  const inject = (method: "POST" | "PUT", payload: string) =>
    app.inject({ method, url: "/hook", headers, payload });
  const accepted = await inject("POST", json);
  expect([accepted.statusCode, accepted.body]).toEqual([200, '{"received":true}']);
  const refused = await inject("POST", form);
  expect([refused.statusCode, refused.body]).toEqual([401, '{"error":"signature_mismatch"}']);
  const early = await inject("PUT", json);
  expect([early.statusCode, early.body]).toEqual([405, '{"error":"method_not_allowed"}']);
  expect(bodies()).toEqual([json]);
});
