import { node } from "@elysiajs/node";
import { createReceiver, type Receiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { type ServedAdapter, testAdapter } from "@hooks/testing";
import { Elysia } from "elysia";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { type StartedApp, startApp } from "../../test/start-app.ts";
import {
  environment,
  paid,
  post,
  testEndpoint,
  testForms,
  testLimit,
} from "../../test/test-endpoint.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 });

describe("the example, on Bun", () => {
  let app: StartedApp;

  beforeAll(async () => {
    app = await startApp(new URL("../", import.meta.url), () => ["bun", "server.ts"]);
  });

  afterAll(() => app?.stop());

  const handled = (): readonly string[] => app.handled();
  const url = (): string => `${app.url}/webhooks/stripe`;
  testEndpoint(url, handled);
  testForms(url);
  testLimit(url);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "elysia/webhooks.ts")).toBe(true);
});

test("where a hook takes the body, it is parsed unless the route says that it is not to be", async () => {
  const { fetch } = createReceiver({
    provider: stripe,
    secret: environment.STRIPE_WEBHOOK_SECRET,
    on: {},
  });
  const seen: string[] = [];
  const app = new Elysia()
    .onBeforeHandle(({ body }) => {
      seen.push(typeof body);
    })
    .post("/parsed", ({ request }) => fetch(request))
    .post("/unparsed", ({ request }) => fetch(request), { parse: "none" });
  const answer = async (path: string, sent = paid("evt_1")): Promise<string> => {
    const send = (url: string, init: RequestInit) => app.handle(new Request(url, init));
    return (await post(`http://localhost${path}`, { sent }, send)).text;
  };
  const forged = paid("evt_2");
  expect(await answer("/parsed")).toBe('500 {"error":"body_unavailable"}');
  expect(await answer("/parsed", forged)).toBe('500 {"error":"body_unavailable"}');
  expect(await answer("/unparsed")).toBe('200 {"received":true,"eventId":"evt_1"}');
  expect(await answer("/unparsed", forged)).toBe('401 {"error":"signature_mismatch"}');
  expect(seen).toEqual(["object", "object", "undefined", "undefined"]);
});

/** What the Node adapter's server is underneath. */
interface NodeServer {
  readonly ready: () => Promise<{ readonly url?: string }>;
  readonly close: (closesConnections: boolean) => Promise<void>;
}

describe("Elysia on Node", () => {
  // Each of the suite's servers waits for the end of the process.
  process.setMaxListeners(0);

  async function serve(receiver: Receiver): Promise<ServedAdapter> {
    const app = new Elysia({ adapter: node() });
    app.all("/*", ({ request }) => receiver.fetch(request), { parse: "none" });
    const server = await new Promise<NodeServer>((resolve) => {
      app.listen({ port: 0, hostname: "127.0.0.1" }, (one) => {
        resolve((one as unknown as { readonly raw: NodeServer }).raw);
      });
    });
    const { url = "" } = await server.ready();
    return { url, close: () => server.close(true) };
  }
  const count = testAdapter("Elysia", serve, {
    test,
    createStore: memoryStore,
    // Whether the rest of a refused body is still taken in is up to the server that Elysia runs on.
    except: ["size: the refusal reaches a client that sends first and reads later"],
  });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});
