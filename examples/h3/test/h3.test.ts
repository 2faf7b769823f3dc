import type { Receiver } from "@hooks/core";
import { memoryStore } from "@hooks/store-memory";
import { type ServedAdapter, testAdapter } from "@hooks/testing";
import { defineEventHandler, type EventHandler, H3, serve } from "h3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { environment, testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";

/** Serves a handler at a route, as Nitro does with the files below `server/routes`. */
async function serveH3(route: string, handler: EventHandler): Promise<ServedAdapter> {
  const app = new H3().all(route, handler);
  const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true });
  const { url = "" } = await server.ready();
  return { url, close: () => server.close(true) };
}

describe("the example", () => {
  const log = vi.spyOn(console, "log").mockReturnValue();
  let server: ServedAdapter;

  beforeAll(async () => {
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", environment.STRIPE_WEBHOOK_SECRET);
    const { default: handler } = await import("../server/routes/webhooks/stripe.ts");
    server = await serveH3("/webhooks/stripe", handler);
  });

  afterAll(() => server.close());

  const handled = (): string[] => log.mock.calls.map(([id]) => id);
  const url = (): string => `${server.url}webhooks/stripe`;
  testEndpoint(url, handled);
  testForms(url);
  testLimit(url);
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "h3/server/routes/webhooks/stripe.ts")).toBe(true);
});

describe("h3", () => {
  const serveAll = (receiver: Receiver): Promise<ServedAdapter> =>
    serveH3(
      "/**",
      defineEventHandler((event) => receiver.fetch(event.req)),
    );
  const count = testAdapter("h3", serveAll, {
    test,
    createStore: memoryStore,
    // Whether the rest of a refused body is still taken in is up to the server that h3 runs on.
    except: ["size: the refusal reaches a client that sends first and reads later"],
  });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});
