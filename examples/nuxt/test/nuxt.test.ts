import { createReceiver, type Receiver, toNode } from "@hooks/node";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { type ServedAdapter, testAdapter } from "@hooks/testing";
import {
  createApp,
  createRouter,
  defineEventHandler,
  fromNodeMiddleware,
  toNodeListener,
  toWebHandler,
  toWebRequest,
} from "h3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { serveNode } from "../../../packages/adapters/node/test/serve-node.ts";
import { guideShows } from "../../test/guide-shows.ts";
import {
  environment,
  paid,
  post,
  testEndpoint,
  testForms,
  testLimit,
} from "../../test/test-endpoint.ts";

describe("the example", () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  let server: ServedAdapter;

  // As Nitro does with the files below `server/routes`.
  beforeAll(async () => {
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", environment.STRIPE_WEBHOOK_SECRET);
    const { default: handler } = await import("../server/routes/webhooks/stripe.ts");
    const router = createRouter().use("/webhooks/stripe", handler);
    server = await serveNode(toNodeListener(createApp().use(router)));
  });

  afterAll(() => server.close());

  const handled = (): string[] => log.mock.calls.map(([id]) => id);
  const url = (): string => `${server.url}/webhooks/stripe`;
  testEndpoint(url, handled);
  testForms(url);
  testLimit(url);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "nuxt/server/routes/webhooks/stripe.ts")).toBe(true);
});

test("where there is no Node server, the request is taken as one of Fetch", async () => {
  const receiver = createReceiver({
    provider: stripe,
    secret: environment.STRIPE_WEBHOOK_SECRET,
    on: {},
  });
  const handler = defineEventHandler((event) => receiver.fetch(toWebRequest(event)));
  const handle = toWebHandler(createApp().use(handler));
  const answer = async (sent: string): Promise<string> => {
    const send = (url: string, init: RequestInit) => handle(new Request(url, init));
    return (await post("http://localhost/", { sent }, send)).text;
  };
  expect(await answer(paid("evt_1"))).toBe('200 {"received":true,"eventId":"evt_1"}');
  expect(await answer(paid("evt_2"))).toBe('401 {"error":"signature_mismatch"}');
});

describe("h3 1, the one of Nuxt 4", () => {
  const serve = (receiver: Receiver): Promise<ServedAdapter> => {
    const handle = toNode(receiver);
    const handler = fromNodeMiddleware((req, res, _next) => handle(req, res));
    return serveNode(toNodeListener(createApp().use(handler)));
  };
  const count = testAdapter("h3 1", serve, { test, createStore: memoryStore });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});
