import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import compress from "@fastify/compress";
import formbody from "@fastify/formbody";
import type { FastifyRequest } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { type AppSetup, type Plugin, type ServedApp, serveApp } from "./serve-app.ts";

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

describe("parsers of the app", () => {
  const lost = (): never => {
    throw new Error("a parser of the app has read the webhook");
  };

  test.each([
    ["@fastify/formbody", (app) => app.register(formbody)],
    ["one for everything", (app) => app.addContentTypeParser("*", lost)],
    ["one by a pattern", (app) => app.addContentTypeParser(/^application\/.*/, lost)],
    ["one for bytes", (app) => app.addContentTypeParser("application/octet-stream", lost)],
    ["none", (app) => app.removeAllContentTypeParsers()],
  ] satisfies [string, Plugin][])("%s: the webhook gets its bytes", async (_, plugin) => {
    for (const setup of [{ before: plugin }, { after: plugin }]) {
      const { send, events, bodies } = await serve(setup);
      expect((await send(json)).status).toBe(200);
      expect((await send(form, { headers: formType })).status).toBe(200);
      const type = { "content-type": "no type" };
      expect((await send(json, { headers: type })).status).toBe(200);
      expect((await send(json, { signed: form })).status).toBe(401);
      expect(bodies()).toEqual([json, form, json]);
      expect(events[2]?.delivery.headers).toMatchObject({ "content-type": "no type" });
    }
  });

  test("@fastify/formbody goes on for the others", async () => {
    const { send } = await serve({ before: (app) => app.register(formbody) });
    const other = await send(form, { path: "/other", headers: formType });
    expect(await other.json()).toEqual({ body: { a: ["1", "2"], b: "  " } });
  });

  const reading = async ({ raw }: FastifyRequest): Promise<void> => {
    for await (const _ of raw);
  };

  test.each([
    ["reads the body", (app) => app.addHook("preParsing", reading)],
    ["reads it first", (app) => app.addHook("onRequest", reading)],
    ["reads it last", (app) => app.addHook("preHandler", reading)],
    [
      "has begun to read it for another stream",
      (app) =>
        app.addHook("preParsing", async (_request, _reply, payload) =>
          payload.pipe(new PassThrough()),
        ),
    ],
  ] satisfies [string, Plugin][])("a hook that %s: 500 at once, never 2xx", async (_, before) => {
    const { send, events, outcomes } = await serve({ before });
    for (const signed of [json, form]) {
      const start = performance.now();
      const answer = await send(json, { signed });
      expect(answer.status).toBe(500);
      expect(await answer.text()).toBe('{"error":"body_unavailable"}');
      expect(performance.now() - start).toBeLessThan(1000);
    }
    expect(events).toEqual([]);
    expect(outcomes.map(({ code }) => code)).toEqual(["body_unavailable", "body_unavailable"]);
  });

  test("a hook that has only named another stream: the webhook keeps its own", async () => {
    const { send, bodies } = await serve({
      before: (app) =>
        app.addHook("preParsing", (_request, _reply, payload, done) => {
          done(null, payload.pipe(new PassThrough()));
        }),
    });
    // More than the stream between would hold.
    const large = `"${"0".repeat(1_000_000)}"`;
    expect((await send(large, { path: "/other" })).status).toBe(200);
    expect((await send(large)).status).toBe(200);
    expect((await send(large, { signed: json })).status).toBe(401);
    const coded = { headers: { "content-encoding": "gzip" }, signed: json };
    expect((await send(gzipSync(json), coded)).status).toBe(200);
    expect((await send(large, { method: "PUT" })).status).toBe(405);
    expect(bodies()).toEqual([large, json]);
  });
});

describe("@fastify/compress", () => {
  const before: Plugin = (app) => app.register(compress, { threshold: 0 });
  const coded = { headers: { "content-encoding": "gzip" }, signed: json };

  test("decompresses for other routes, and leaves the webhook's to the receiver", async () => {
    const { send, bodies } = await serve({ before });
    expect((await send(gzipSync(json), coded)).status).toBe(200);
    const other = await send(gzipSync(json), { ...coded, path: "/other" });
    expect(await other.json()).toEqual({ body: { a: 1, b: "größe" } });
    const damaged = await send("damaged", coded);
    expect(damaged.status).toBe(400);
    expect(await damaged.text()).toBe('{"error":"body_malformed"}');
    const unknown = await send(json, { headers: { "content-encoding": "zstd" } });
    expect(unknown.status).toBe(415);
    expect(await unknown.text()).toBe('{"error":"body_encoding_unsupported"}');
    expect(bodies()).toEqual([json]);
  });

  test("compresses an answer for who asks for it", async () => {
    const { url } = await serve({ before });
    const headers = { "accept-encoding": "gzip" };
    const answer = await fetch(`${url}/hook`, { headers });
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    // Which `fetch` has undone.
    expect(await answer.text()).toBe('{"error":"method_not_allowed"}');
  });
});
