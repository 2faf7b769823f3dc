/** Where the route is mounted, and what gets to it. */
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toHono } from "../src/index.ts";
import { versions } from "./hono-versions.ts";
import { serveHono } from "./serve-hono.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(app: Hono): Promise<string> {
  const { url, close } = await serveHono(app);
  closers.push(close);
  return url;
}

const json = '{"a": 1.0, "b":"größe"}';

const post = async (url: string): Promise<Response> =>
  fetch(url, { method: "POST", headers: await signedHeaders(json), body: json });

const path = "/hooks/v1/a%20b%2Fc?x=%2F&y";

test.each(versions)("%s: a route in a route keeps the URL whole", async (_, Hono) => {
  const { receiver, events } = createEndpoint();
  const inner = new Hono().post("/:id", toHono(receiver));
  const url = await serve(new Hono().basePath("/hooks").route("/v1", inner));
  expect((await post(url + path)).status).toBe(200);
  expect(events[0]?.delivery.url).toBe(url + path);
});

test("a mounted app keeps it where the request is passed on", async () => {
  const { receiver, events } = createEndpoint();
  const inner = new Hono().post("/hooks/v1/:id", toHono(receiver));
  const url = await serve(new Hono().mount("/hooks", inner.fetch, { replaceRequest: false }));
  expect((await post(url + path)).status).toBe(200);
  expect(events[0]?.delivery.url).toBe(url + path);
});

test.each(versions)("%s: a mounted app gets the body, and the rest of the URL", async (_, Hono) => {
  const { receiver, events } = createEndpoint();
  const inner = new Hono().post("/v1/x", toHono(receiver));
  const url = await serve(new Hono().mount("/hooks", inner.fetch));
  expect((await post(`${url}/hooks/v1/x?y`)).status).toBe(200);
  expect(events[0]?.delivery.url).toBe(`${url}/v1/x?y`);
});

test.each(versions)("%s: a path with a slash at its end", async (_, Hono) => {
  const { receiver, events } = createEndpoint();
  const strict = await serve(new Hono().post("/hook", toHono(receiver)));
  expect((await post(`${strict}/hook/`)).status).toBe(404);
  const lenient = await serve(new Hono({ strict: false }).post("/hook", toHono(receiver)));
  expect((await post(`${lenient}/hook/`)).status).toBe(200);
  expect(events[0]?.delivery.url).toBe(`${lenient}/hook/`);
});

test.each(versions)(
  "%s: other methods are Hono's, unless they are routed here",
  async (_, Hono) => {
    const { receiver, outcomes } = createEndpoint();
    const handler = toHono(receiver);
    const app = new Hono().post("/post", handler).get("/get", handler).all("/all", handler);
    const url = await serve(app);
    const statuses = async (to: string): Promise<readonly number[]> => {
      const methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"];
      return Promise.all(methods.map(async (method) => (await fetch(url + to, { method })).status));
    };
    expect(await statuses("/post")).toEqual([404, 404, 404, 404, 404, 404]);
    expect(outcomes).toEqual([]);
    expect(await statuses("/get")).toEqual([405, 405, 404, 404, 404, 404]);
    expect(await statuses("/all")).toEqual([405, 405, 405, 405, 405, 405]);
    expect(outcomes.map(({ code }) => code)).toEqual(Array(8).fill("method_not_allowed"));
    const { headers } = await fetch(`${url}/get`, { method: "HEAD" });
    expect(headers.get("allow")).toBe("POST");
  },
);

test.each(versions)(
  "%s: other routes keep their parsing, and headers of others stay",
  async (_, Hono) => {
    const { receiver } = createEndpoint();
    const app = new Hono();
    app.use("*", async (c, next) => {
      await next();
      c.header("x-request-id", "7");
    });
    app.post("/hook", toHono(receiver));
    app.post("/other", async (c) => c.json(await c.req.json()));
    const url = await serve(app);
    const answer = await post(`${url}/hook`);
    expect([answer.status, answer.headers.get("x-request-id")]).toEqual([200, "7"]);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await (await post(`${url}/other`)).json()).toEqual({ a: 1, b: "größe" });
  },
);

test.each(versions)("%s: two receivers of one app have their own secrets", async (_, Hono) => {
  const one = createEndpoint({ secret: "the secret of the first" });
  const two = createEndpoint();
  const app = new Hono().post("/one", toHono(one.receiver)).post("/two", toHono(two.receiver));
  const url = await serve(app);
  expect((await post(`${url}/one`)).status).toBe(401);
  expect((await post(`${url}/two`)).status).toBe(200);
});
