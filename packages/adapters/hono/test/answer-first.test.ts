/** Whether a Hono app answers before a handler has run is up to what the host passes beside the request. */
import { describe, expect, test, vi } from "vitest";
import { createEndpoint, signedHeaders } from "../../node/test/endpoint.ts";
import { toHono } from "../src/index.ts";
import { versions } from "./hono-versions.ts";
import { serveHono } from "./serve-hono.ts";

/** An app whose handler ends when it is let go. */
function held(Hono: (typeof versions)[number][1]) {
  let letGo = (): void => undefined;
  const going = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const endpoint = createEndpoint({ answerFirst: "may-lose-events", on: { "*": () => going } });
  const app = new Hono().post("/read", ({ req }, next) => req.arrayBuffer().then(next));
  app.post("*", toHono(endpoint.receiver));
  const kinds = () => endpoint.outcomes.map(({ kind, answeredFirst }) => [kind, answeredFirst]);
  return { ...endpoint, app, kinds, letGo };
}

const init = async () => ({ method: "POST", headers: await signedHeaders("{}"), body: "{}" });

describe.each(versions)("%s", (_, Hono) => {
  test.each(["/hook", "/read"])(
    "%s: an execution context keeps the handler running",
    async (path) => {
      const works: Promise<unknown>[] = [];
      const context = { waitUntil: (work: Promise<unknown>) => works.push(work) };
      const { app, kinds, letGo } = held(Hono);
      const answer = await app.request(path, await init(), {}, context as never);
      expect(answer.status).toBe(202);
      expect(kinds()).toEqual([["answered", true]]);
      letGo();
      await Promise.all(works);
      expect(works).toHaveLength(1);
      expect(kinds()).toEqual([
        ["answered", true],
        ["processed", true],
      ]);
    },
  );

  test("Node's server has none: the handler runs before the answer", async () => {
    const { app, kinds, letGo, events } = held(Hono);
    const { url, close } = await serveHono(app as never);
    let status = 0;
    const answer = fetch(`${url}/hook`, await init()).then((one) => {
      status = one.status;
    });
    await vi.waitUntil(() => events.length === 1);
    // An early answer would be here long before that.
    await fetch(url);
    expect(status).toBe(0);
    letGo();
    await answer;
    expect(status).toBe(200);
    expect(kinds()).toEqual([["processed", false]]);
    await close();
  });
});
