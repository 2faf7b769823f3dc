/** What reads the body before the webhook route: its bytes are used where Hono keeps them, and missed where not. */
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { methodOverride } from "hono/method-override";
import { secureHeaders } from "hono/secure-headers";
import { validator } from "hono/validator";
import { afterEach, describe, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toHono } from "../src/index.ts";
import { versions } from "./hono-versions.ts";
import { serveHono } from "./serve-hono.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Read = (req: Parameters<MiddlewareHandler>[0]["req"]) => unknown;

const reading =
  (read: Read): MiddlewareHandler =>
  async ({ req }, next) => {
    await read(req);
    await next();
  };

const form = "application/x-www-form-urlencoded";

/** Text that is not what it was once it is made text and bytes again. */
const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...Buffer.from("a=1&b=%20+&a="), 0xff, 0xc3, 0x28);

interface Sent {
  readonly contentType?: string;
  readonly isForged?: boolean;
  /** Declares no length. */
  readonly isChunked?: boolean;
}

/** An app with something before the webhook route. */
async function serve([, Hono]: (typeof versions)[number], before: MiddlewareHandler, options = {}) {
  const endpoint = createEndpoint(options);
  const app = new Hono();
  app.use("*", before);
  app.post("/hook", toHono(endpoint.receiver));
  const { url, close } = await serveHono(app);
  closers.push(close);

  const send = async (body: Uint8Array<ArrayBuffer>, sent: Sent = {}): Promise<Response> => {
    const { contentType = form, isForged = false, isChunked = false } = sent;
    const signed = isForged ? Buffer.concat([body, Buffer.from(" ")]) : body;
    const headers = await signedHeaders(signed, { "content-type": contentType });
    const content = isChunked ? new Blob([body]).stream() : body;
    const signal = AbortSignal.timeout(2000);
    const init = { method: "POST", headers, body: content, signal, duplex: "half" };
    return fetch(`${url}/hook`, init as RequestInit);
  };
  return { ...endpoint, send };
}

const newest = versions.slice(0, 1);

const keeping = [
  ["c.req.arrayBuffer()", reading((req) => req.arrayBuffer()), versions],
  ["c.req.blob()", reading((req) => req.blob()), versions],
  ["c.req.bytes()", reading((req) => req.bytes()), newest],
  ["c.req.parseBody()", reading((req) => req.parseBody()), newest],
  ["a validator of forms", validator("form", (value) => value), newest],
  ["text made of the bytes", reading((req) => req.arrayBuffer().then(() => req.text())), versions],
  ["a reader that is not waited for", reading((req) => void req.arrayBuffer()), versions],
] as const;

describe.each(keeping)("%s before it: its bytes are used", (_, before, those) => {
  test.each(those)("%s", async (...version) => {
    const { send, events } = await serve(version, before);
    for (const isChunked of [false, true]) {
      const answer = await send(bytes, { isChunked });
      expect([answer.status, await answer.text()]).toEqual([200, '{"received":true}']);
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect((await send(bytes, { isChunked, isForged: true })).status).toBe(401);
      expect((await send(new Uint8Array(), { isChunked })).status).toBe(200);
    }
    const sent = [bytes, new Uint8Array(), bytes, new Uint8Array()];
    expect(events.map(({ delivery }) => Uint8Array.from(delivery.body))).toEqual(
      sent.map((one) => Uint8Array.from(one)),
    );
  });

  test.each(those)("%s: they count against the limit", async (...version) => {
    const { send, outcomes } = await serve(version, before, { maxBodyBytes: bytes.length - 1 });
    expect((await send(bytes, { isChunked: true })).status).toBe(413);
    expect((await send(bytes)).status).toBe(413);
    expect((await send(bytes.subarray(1), { isChunked: true })).status).toBe(200);
    expect(outcomes.map(({ code }) => code)).toEqual([
      "body_too_large",
      "body_too_large",
      undefined,
    ]);
  });
});

const [[, Newest], [, Oldest]] = versions as [(typeof versions)[number], (typeof versions)[number]];
const json = '{"a": 1.0, "b":"größe"}';

const application = "application/json";

const losing = [
  ["c.req.text()", reading((req) => req.text()), "text", "text", application],
  ["c.req.json()", reading((req) => req.json()), "text", "json", application],
  ["a validator of JSON", validator("json", (value) => value), "text", "json", application],
  ["c.req.formData()", reading((req) => req.formData()), "formData", "formData", form],
  ["c.req.raw.json()", reading((req) => req.raw.json()), "raw", "raw", application],
  ["c.req.raw.arrayBuffer()", reading((req) => req.raw.arrayBuffer()), "raw", "raw", application],
  ["part of it", reading((req) => req.raw.body?.getReader().read()), "raw", "raw", application],
] as const;

describe.each(losing)("%s before it: 500 at once, never 2xx", (...row) => {
  const [, before, newestReader, oldestReader, contentType] = row;
  test.each(versions)("%s", async (name, Hono) => {
    const { send, events, outcomes } = await serve([name, Hono], before);
    for (const isForged of [false, true]) {
      const start = performance.now();
      const answer = await send(Buffer.from(json), { contentType, isForged });
      expect(answer.status).toBe(500);
      expect(answer.headers.get("content-type")).toBe("application/json");
      expect(await answer.text()).toBe('{"error":"body_unavailable"}');
      expect(performance.now() - start).toBeLessThan(1000);
    }
    expect(events).toEqual([]);
    const reader = Hono === Newest ? newestReader : oldestReader;
    const message = `the body was already read by c.req.${reader}; mount the webhook route before it`;
    expect(outcomes.map(({ kind, error }) => [kind, error?.message])).toEqual([
      ["failed", message],
      ["failed", message],
    ]);
  });
});

test.each(versions)(
  "%s: a body that somebody is about to read is not there either",
  async (...version) => {
    const before = reading((req) => req.raw.body?.getReader());
    const { send, events, outcomes } = await serve(version, before);
    for (const isForged of [false, true]) {
      const answer = await send(bytes, { isForged });
      expect([answer.status, await answer.text()]).toEqual([500, '{"error":"body_unavailable"}']);
    }
    expect(events).toEqual([]);
    expect(outcomes.map(({ code }) => code)).toEqual(["body_unavailable", "body_unavailable"]);
  },
);

test("c.req.parseBody() of the oldest version keeps no bytes", async () => {
  const before = reading((req) => req.parseBody());
  const { send, outcomes } = await serve(["", Oldest], before);
  expect((await send(bytes)).status).toBe(500);
  expect(outcomes.map(({ code }) => code)).toEqual(["body_unavailable"]);
});

const passing = [
  ["hono/body-limit", bodyLimit({ maxSize: 1000 })],
  ["hono/compress", compress({ threshold: 1 })],
  ["hono/method-override", methodOverride({ app: new Newest() })],
  ["hono/secure-headers", secureHeaders()],
  ["a validator of JSON", validator("json", (value) => value)],
  ["a validator of headers", validator("header", (value) => value)],
  ["a clone that is read", reading((req) => req.raw.clone().text())],
  [
    "a clone in its place",
    reading(async (req) => {
      const clone = req.raw.clone();
      await req.text();
      req.raw = clone;
    }),
  ],
] as const;

test.each(passing)("%s before it: nothing is lost", async (_, before) => {
  const { send, events } = await serve(["", Newest], before);
  for (const isChunked of [false, true]) {
    expect((await send(bytes, { isChunked })).status).toBe(200);
    expect((await send(bytes, { isChunked, isForged: true })).status).toBe(401);
  }
  expect(events.map(({ delivery }) => Uint8Array.from(delivery.body))).toEqual([
    Uint8Array.from(bytes),
    Uint8Array.from(bytes),
  ]);
});
