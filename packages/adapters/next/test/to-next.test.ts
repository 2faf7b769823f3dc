import { type IncomingMessage, request } from "node:http";
import { Readable, Writable } from "node:stream";
import { workOff } from "@hooks/queue";
import { memoryQueue } from "@hooks/queue-memory";
import { memoryStore } from "@hooks/store-memory";
import { testAdapter } from "@hooks/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import * as core from "../../../core/src/index.ts";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { serveNode } from "../../node/test/serve-node.ts";
import * as adapter from "../src/index.ts";
import { type NextApp, startNext } from "./serve-next.ts";

let app: NextApp;

beforeAll(async () => {
  app = await startNext();
}, 300_000);

afterAll(() => app?.close());

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Next redirects to paths without repeated slashes, and writes the query anew. */
const ofBoth = [
  "request: path /hooks//twice///thrice/",
  "request: path /hooks/x?a=%2F&b=1+2&a=&c",
  "request: path /hooks/x?url=https://example.com/?y=1&z=%zz",
];

/**
 * The App Router passes on the first of several `authorization` headers alone. It leaves the rest of a refused request
 * on the connection, so that a client which reads nothing before it has sent megabytes waits for long.
 */
const ofAppRouter = [
  ...ofBoth,
  "refusal: an authorization header twice",
  "size: the refusal reaches a client that sends first and reads later",
];

const routers = [
  ["App Router", "/app-router", ofAppRouter],
  ["Pages Router", "/pages-router", ofBoth],
] as const;

describe.each(routers)("%s", (name, path, except) => {
  const serve = (receiver: adapter.Receiver) => app.serve(receiver, path);
  const options = { test, createStore: memoryStore, except, hostHeaders: ["vary"] };
  const count = testAdapter(name, serve, options);
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});

/** Serves an endpoint below a path of the app. */
async function serve(path: string, before?: (req: IncomingMessage) => Promise<unknown>) {
  const endpoint = createEndpoint();
  const { url, close } = await app.serve(endpoint.receiver, path, before);
  closers.push(close);
  const send = async (body: string, contentType: string, isForged = false): Promise<Response> => {
    const signed = isForged ? `${body} ` : body;
    const headers = await signedHeaders(signed, { "content-type": contentType });
    return fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(3000) });
  };
  return { ...endpoint, send };
}

const json = '{"a": 1.0, "b":"größe"}';

const bodies = [
  [json, "application/json"],
  ["", "application/json"],
  ["a=1&b=%20+&a=2", "application/x-www-form-urlencoded"],
  [json, "text/plain"],
  ["", "text/plain"],
  [json, "application/octet-stream"],
] as const;

describe("a page of the Pages Router that leaves Next's parser on", () => {
  test.each(bodies)("%j as %s is answered 500 at once, never 2xx", async (body, contentType) => {
    const { send, events, outcomes } = await serve("/api/parsed");
    for (const isForged of [false, true]) {
      const answer = await send(body, contentType, isForged);
      expect([answer.status, await answer.text()]).toEqual([500, '{"error":"body_unavailable"}']);
    }
    expect(events).toEqual([]);
    const message = "the body was parsed; export const config = { api: { bodyParser: false } }";
    expect(outcomes.map(({ kind, error }) => [kind, error?.message])).toEqual([
      ["failed", message],
      ["failed", message],
    ]);
  });

  test("has the config of the package to use", () => {
    expect(adapter.config).toEqual({ api: { bodyParser: false } });
  });
});

const bytesOf = async (req: IncomingMessage): Promise<Buffer> => Buffer.concat(await req.toArray());

const keeping = [
  ["rawBody", async (req: IncomingMessage) => Object.assign(req, { rawBody: await bytesOf(req) })],
  [
    "a body of bytes",
    async (req: IncomingMessage) => Object.assign(req, { body: await bytesOf(req) }),
  ],
] as const;

test.each(keeping)("%s that a custom server has kept is used", async (_, before) => {
  const { send, events } = await serve("/api/raw", before);
  expect((await send(json, "application/json")).status).toBe(200);
  expect((await send(json, "application/json", true)).status).toBe(401);
  expect(events.map(({ delivery }) => Buffer.from(delivery.body).toString())).toEqual([json]);
});

describe("the promise of a handler of the Pages Router", () => {
  test("leaves Next nothing to warn of", async () => {
    const warn = vi.spyOn(console, "warn");
    const { send } = await serve("/api/raw");
    expect((await send(json, "application/json")).status).toBe(200);
    expect((await send(json, "application/json", true)).status).toBe(401);
    expect(warn.mock.calls).toEqual([]);
    warn.mockRestore();
  });

  type Handler = (req: unknown, res: unknown) => Promise<unknown>;

  /** Serves a handler by itself, and notes what its promise became and whether the answer was sent by then. */
  async function serveAlone(on: () => unknown) {
    const { receiver, events } = createEndpoint({ on: { "*": on } });
    const handler = adapter.toNextApi(receiver) as Handler;
    const settled: (readonly [value: unknown, isSent: boolean])[] = [];
    const { url, close } = await serveNode(async (req, res) => {
      settled.push([await handler(req, res), res.writableFinished]);
    });
    closers.push(close);
    const sent = request(url, { method: "POST", headers: await signedHeaders(json) });
    sent.on("error", () => undefined).end(json);
    await vi.waitUntil(() => events.length === 1);
    return { sent, settled };
  }

  test("resolves to nothing once the answer is sent", async () => {
    const { settled } = await serveAlone(() => undefined);
    await expect.poll(() => settled).toEqual([[undefined, true]]);
  });

  test("resolves where a host's response is finished, and is never closed", async () => {
    const handler = adapter.toNextApi(createEndpoint().receiver) as Handler;
    const headers = await signedHeaders(json);
    const req = Object.assign(Readable.from([Buffer.from(json)]), { method: "POST", headers });
    const write = (_: unknown, _encoding: unknown, done: () => void) => done();
    const res = Object.assign(new Writable({ write, emitClose: false }), { setHeader: () => res });
    expect(await handler(req, res)).toBeUndefined();
    expect(res).toMatchObject({ statusCode: 200, writableFinished: true });
  });

  test("resolves when nobody waits for the answer any more", async () => {
    const { sent, settled } = await serveAlone(() => new Promise(() => undefined));
    expect(settled).toEqual([]);
    sent.destroy();
    await expect.poll(() => settled).toEqual([[undefined, false]]);
  });
});

test("a queue is worked off after the answer, by what Next's after keeps running", async () => {
  const queue = memoryQueue();
  let letGo = (): void => undefined;
  const going = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { receiver, events, outcomes } = createEndpoint({ queue, on: { "*": () => going } });
  const worked: number[] = [];
  const { after } = await import("next/server.js");
  const working: adapter.Receiver["fetch"] = async (request) => {
    const answer = await receiver.fetch(request);
    after(async () => worked.push(await workOff(queue, receiver.work)));
    return answer;
  };
  const { url, close } = await app.serve({ ...receiver, fetch: working }, "/app-router");
  closers.push(close, () => queue.close());
  const answer = await fetch(url, {
    method: "POST",
    headers: await signedHeaders(json),
    body: json,
  });
  expect(answer.status).toBe(202);
  await expect.poll(() => events.length).toBe(1);
  expect((await queue.counts()).active).toBe(1);
  letGo();
  await expect.poll(() => worked).toEqual([1]);
  expect((await queue.counts()).completed).toBe(1);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["queued", "processed"]);
});

test("the core's surface is exported as well", () => {
  const own = ["config", "toNext", "toNextApi"];
  expect(Object.keys(adapter).sort()).toEqual([...Object.keys(core), ...own].sort());
});
