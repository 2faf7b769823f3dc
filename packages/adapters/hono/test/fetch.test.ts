/** The app as a function of Fetch, with the runtime's own Request and Response: Hono's Node server replaces them. */
import type { MiddlewareHandler } from "hono";
import { describe, expect, test } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toHono } from "../src/index.ts";
import { versions } from "./hono-versions.ts";

const befores: readonly (readonly [name: string, before: MiddlewareHandler])[] = [
  ["unread", (_, next) => next()],
  ["read as bytes", ({ req }, next) => req.arrayBuffer().then(next)],
];

describe.each(versions)("%s", (_, Hono) => {
  test.each(befores)("a reply without a content type gets none: %s", async (_name, before) => {
    for (const body of ["ok", Uint8Array.of(0xff), null]) {
      const reply = { status: 202, headers: { "x-custom": "1" }, body };
      const { receiver } = createEndpoint({ on: { "*": () => reply } });
      const app = new Hono().use("*", before).post("/hook", toHono(receiver));
      const init = { method: "POST", headers: await signedHeaders("{}"), body: "{}" };
      const answer = await app.request("/hook", init);
      expect(Object.fromEntries(answer.headers)).toEqual({ "x-custom": "1" });
      expect(answer.status).toBe(202);
      expect(await answer.bytes()).toEqual(new Uint8Array(Buffer.from(body ?? "")));
    }
  });

  test("a request without a body has nothing to lose by being read", async () => {
    const { receiver, events } = createEndpoint();
    const app = new Hono().use("*", ({ req }, next) => req.text().then(next));
    app.post("/hook", toHono(receiver));
    const headers = await signedHeaders("", {
      "content-type": "application/x-www-form-urlencoded",
    });
    expect((await app.request("/hook", { method: "POST", headers })).status).toBe(200);
    expect(events).toHaveLength(1);
  });
});
