import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, test } from "vitest";
import { createEndpoint, post, signedHeaders } from "../../node/test/endpoint.ts";
import { toFastify } from "../src/index.ts";
import { serveFastify } from "./serve-fastify.ts";

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(addHooks: (app: FastifyInstance) => unknown) {
  const endpoint = createEndpoint({ maxBodyBytes: 100 });
  const app = Fastify();
  addHooks(app);
  app.register(toFastify(endpoint.receiver), { url: "/hook" });
  const { url, close } = await serveFastify(app);
  closers.push(close);
  return { ...endpoint, url: `${url}/hook` };
}

const tooLarge = `"${"0".repeat(100)}"`;

/** One answer of each kind: of a body that was read, of one that was not, and of none. */
const requests = [
  ["accepted", 200, (url: string) => post(url, "{}")],
  ["refused", 401, (url: string) => post(url, "{}", true)],
  ["refused unread", 413, (url: string) => post(url, tooLarge)],
  ["GET", 405, (url: string) => fetch(url)],
  ["HEAD", 405, (url: string) => fetch(url, { method: "HEAD" })],
] as const;

describe.each(requests)("%s", (name, status, request) => {
  test("every hook runs once, in order", async () => {
    const ran: string[] = [];
    const { url } = await serve((app) => {
      app.addHook("onRequest", async () => void ran.push("onRequest"));
      app.addHook("preParsing", async () => void ran.push("preParsing"));
      app.addHook("preValidation", async () => void ran.push("preValidation"));
      app.addHook("preHandler", async () => void ran.push("preHandler"));
      app.addHook("onSend", async () => void ran.push("onSend"));
      app.addHook("onError", async () => void ran.push("onError"));
      app.addHook("onResponse", async (_request, reply) => {
        ran.push(`onResponse ${reply.statusCode}`);
      });
    });
    const answer = await request(url);
    await answer.text();
    expect(answer.status).toBe(status);
    while (ran.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ran).toEqual([
      "onRequest",
      "preParsing",
      "preValidation",
      "preHandler",
      "onSend",
      `onResponse ${status}`,
    ]);
  });

  test("headers that hooks set are sent", async () => {
    const { url } = await serve((app) => {
      app.addHook("onRequest", async (_request, reply) => {
        reply.header("x-from-request", "1");
        reply.raw.setHeader("x-raw", "2");
      });
      app.addHook("onSend", async (_request, reply) => {
        reply.header("x-from-send", reply.getHeader("content-type"));
      });
    });
    const { headers } = await request(url);
    expect(headers.get("x-from-request")).toBe("1");
    expect(headers.get("x-raw")).toBe("2");
    expect(headers.get("x-from-send")).toBe("application/json");
    expect(headers.get("content-type")).toBe("application/json");
  });

  test.each(["onRequest", "preValidation", "preHandler"] as const)(
    "an %s hook that answers stops it",
    async (name) => {
      const { url, events, outcomes } = await serve((app) => {
        app.addHook(name, async (_request, reply) => reply.code(403).send({ error: "no" }));
      });
      const answer = await request(url);
      expect(answer.status).toBe(403);
      await answer.text();
      expect(outcomes).toEqual([]);
      expect(events).toEqual([]);
    },
  );

  test("a hook that fails is Fastify's to answer", async () => {
    let isFailing = true;
    const { url, outcomes } = await serve((app) => {
      app.addHook("onSend", async () => {
        if (!isFailing) return;
        isFailing = false;
        throw new Error("the hook's");
      });
    });
    const answer = await request(url);
    // Fastify leaves a status as it is that says something.
    expect(answer.status).toBe(status === 200 ? 500 : status);
    const text = await answer.text();
    expect(text.includes("the hook's")).toBe(name !== "HEAD");
    expect(outcomes).toHaveLength(1);
    expect((await request(url)).status).toBe(status);
  });
});

test("an answer may be changed by an onSend hook", async () => {
  const { url } = await serve((app) => {
    app.addHook("onSend", async (_request, _reply, payload) => {
      expect(JSON.parse(payload as string)).toMatchObject({ received: true });
      return "changed: größe";
    });
  });
  const answer = await post(url, "{}");
  expect(await answer.text()).toBe("changed: größe");
  expect(answer.headers.get("content-length")).toBe("16");
});

test("what hooks see of a request is what was sent", async () => {
  const seen: unknown[] = [];
  const { url } = await serve((app) => {
    app.addHook("preHandler", async ({ headers, body }) => {
      seen.push(headers["content-type"], headers["x-custom"], body);
    });
  });
  for (const type of ["application/json; charset=utf-8", "application/cloudevents+json"]) {
    const headers = await signedHeaders("{}", { "content-type": type, "x-custom": "1" });
    const answer = await fetch(url, { method: "POST", headers, body: "{}" });
    expect(answer.status).toBe(200);
    expect(seen.splice(0)).toEqual([type, "1", undefined]);
  }
});

test("headers that a hook has added to the request stay", async () => {
  const seen: unknown[] = [];
  const { url } = await serve((app) => {
    app.addHook("onRequest", async (request) => {
      request.headers = { ...request.headers, "x-added": "1" };
    });
    app.addHook("preHandler", async ({ headers }) => {
      seen.push(headers["x-added"], headers["x-signature"] !== undefined);
    });
  });
  for (const type of ["application/json", "no type"]) {
    const headers = await signedHeaders("{}", { "content-type": type });
    expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(200);
    expect(seen.splice(0)).toEqual(["1", true]);
  }
});
