import type { IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { serveNode } from "../../node/test/serve-node.ts";
import { toExpress } from "../src/index.ts";
import { versions } from "./express-versions.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const keepBytes = (req: IncomingMessage, _: unknown, bytes: Uint8Array): void => {
  Object.assign(req, { rawBody: bytes });
};

const json = '{"a": 1.0, "b":"größe"}';

const form = "a=1&b=%20+&a=2";

interface Sent {
  readonly contentType?: string;
  readonly isForged?: boolean;
  readonly isGzipped?: boolean;
}

describe.each(versions)("%s", (_, express) => {
  /** An app with something before the webhook route. */
  async function serve(before: ReturnType<typeof express.json>) {
    const endpoint = createEndpoint();
    const app = express();
    app.use(before);
    app.post("/hook", toExpress(endpoint.receiver));
    app.post("/other", (req, res) => {
      res.json({ body: req.body });
    });
    const { url, close } = await serveNode(app);
    closers.push(close);

    const send = async (body: string, sent: Sent = {}, path = "/hook"): Promise<Response> => {
      const { contentType = "application/json", isForged = false, isGzipped = false } = sent;
      const headers = await signedHeaders(isForged ? `${body} ` : body, {
        "content-type": contentType,
        ...(isGzipped && { "content-encoding": "gzip" }),
      });
      const bytes = isGzipped ? gzipSync(body) : Buffer.from(body);
      const signal = AbortSignal.timeout(2000);
      return fetch(url + path, { method: "POST", headers, body: bytes, signal });
    };
    return { ...endpoint, send };
  }

  const urlencoded = "application/x-www-form-urlencoded";

  const losing = [
    ["express.json()", express.json(), json, "application/json"],
    ["express.json()", express.json({ type: () => true }), json, "text/plain"],
    ["express.urlencoded()", express.urlencoded({ extended: true }), form, urlencoded],
    ["express.urlencoded()", express.urlencoded({ extended: false }), form, urlencoded],
    ["express.text()", express.text(), json, "text/plain"],
    ["express.text()", express.text({ type: () => true }), json, "application/json"],
  ] as const;

  test.each(losing)(
    "%s before it: 500 at once, never 2xx",
    async (name, parser, body, contentType) => {
      const { send, events, outcomes } = await serve(parser);
      for (const isForged of [false, true]) {
        for (const isGzipped of [false, true]) {
          const start = performance.now();
          const answer = await send(body, { contentType, isForged, isGzipped });
          expect(answer.status).toBe(500);
          expect(await answer.text()).toBe('{"error":"body_unavailable"}');
          expect(performance.now() - start).toBeLessThan(1000);
        }
      }
      expect(events).toEqual([]);
      expect(outcomes).toHaveLength(4);
      for (const { error, kind } of outcomes) {
        expect(kind).toBe("failed");
        expect(error?.message).toBe(
          `the body was already read by ${name}; mount the webhook route before it`,
        );
      }
    },
  );

  const keeping = [
    ["express.raw()", express.raw({ type: "*/*" }), json, "application/json"],
    ["express.raw() for forms", express.raw({ type: "*/*" }), form, urlencoded],
    ["express.json() with verify", express.json({ verify: keepBytes }), json, "application/json"],
    [
      "express.urlencoded() with verify",
      express.urlencoded({ extended: true, verify: keepBytes }),
      form,
      urlencoded,
    ],
    ["express.text() with verify", express.text({ verify: keepBytes }), json, "text/plain"],
  ] as const;

  test.each(keeping)(
    "%s before it: its bytes are used",
    async (_name, parser, body, contentType) => {
      const { send, events } = await serve(parser);
      for (const isGzipped of [false, true]) {
        expect((await send(body, { contentType, isGzipped })).status).toBe(200);
        const forged = await send(body, { contentType, isGzipped, isForged: true });
        expect(forged.status).toBe(401);
      }
      expect(events.map(({ delivery }) => Buffer.from(delivery.body).toString())).toEqual([
        body,
        body,
      ]);
    },
  );

  const passing = [
    ["express.json() for JSON alone", express.json(), form, urlencoded],
    [
      "express.urlencoded() for forms alone",
      express.urlencoded({ extended: true }),
      json,
      undefined,
    ],
    ["express.raw() for octet-stream alone", express.raw(), json, undefined],
    ["express.text() for text alone", express.text(), json, undefined],
  ] as const;

  test.each(passing)("%s before it: nothing is lost", async (_name, parser, body, contentType) => {
    const { send } = await serve(parser);
    const sent = contentType === undefined ? {} : { contentType };
    expect((await send(body, sent)).status).toBe(200);
    expect((await send(body, { ...sent, isGzipped: true })).status).toBe(200);
    expect((await send(body, { ...sent, isForged: true })).status).toBe(401);
  });

  test("an empty body that a parser kept is an empty body", async () => {
    const { send } = await serve(express.raw({ type: "*/*" }));
    expect((await send("", { contentType: urlencoded })).status).toBe(200);
    expect((await send("", { contentType: urlencoded, isForged: true })).status).toBe(401);
  });

  test("other routes keep their parser", async () => {
    const { send, events } = await serve(express.json({ verify: keepBytes }));
    expect(await (await send(json, {}, "/other")).json()).toEqual({ body: { a: 1, b: "größe" } });
    expect((await send(json)).status).toBe(200);
    expect(events).toHaveLength(1);
  });

  test("a route before the parser leaves the rest to it", async () => {
    const endpoint = createEndpoint();
    const app = express();
    app.post("/hook", toExpress(endpoint.receiver));
    app.use(express.json());
    app.post("/other", (req, res) => {
      res.json({ body: req.body });
    });
    const { url, close } = await serveNode(app);
    closers.push(close);
    const headers = await signedHeaders(json);
    const send = (path: string) => fetch(url + path, { method: "POST", headers, body: json });
    expect((await send("/hook")).status).toBe(200);
    expect(await (await send("/other")).json()).toEqual({ body: { a: 1, b: "größe" } });
    expect((await fetch(`${url}/hook`)).status).toBe(404);
    expect((await send("/hook")).status).toBe(200);
  });

  test("a router that is mounted keeps the URL whole", async () => {
    const endpoint = createEndpoint();
    const app = express();
    const inner = express.Router();
    const outer = express.Router();
    inner.post("/:id", toExpress(endpoint.receiver));
    outer.use("/v1", inner);
    app.use("/hooks", outer);
    const { url, close } = await serveNode(app);
    closers.push(close);
    const headers = await signedHeaders(json);
    const path = "/hooks/v1/a%20b%2Fc?x=%2F&y";
    const answer = await fetch(url + path, { method: "POST", headers, body: json });
    expect(answer.status).toBe(200);
    expect(endpoint.events[0]?.delivery.url).toBe(path);
  });

  test("two receivers of one app have their own secrets", async () => {
    const one = createEndpoint({ secret: "the secret of the first" });
    const two = createEndpoint();
    const app = express();
    app.post("/one", toExpress(one.receiver));
    app.post("/two", toExpress(two.receiver));
    const { url, close } = await serveNode(app);
    closers.push(close);
    const headers = await signedHeaders(json);
    const send = (path: string) => fetch(url + path, { method: "POST", headers, body: json });
    expect((await send("/one")).status).toBe(401);
    expect((await send("/two")).status).toBe(200);
  });

  test("what comes after it is not called", async () => {
    const endpoint = createEndpoint();
    const app = express();
    const calls: string[] = [];
    app.use(toExpress(endpoint.receiver));
    app.use(() => {
      calls.push("next");
    });
    const { url, close } = await serveNode(app);
    closers.push(close);
    expect((await fetch(url, { method: "POST", body: json })).status).toBe(401);
    expect(calls).toEqual([]);
  });
});
