import { type Receiver, toFastify } from "@hooks/fastify";
import { memoryStore } from "@hooks/store-memory";
import { type ServedAdapter, testAdapter } from "@hooks/testing";
import { Logger } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { environment, testEndpoint, testForms, testLimit } from "../../test/test-endpoint.ts";
import { AppModule } from "../src/app-module.ts";
import { Invoices } from "../src/invoices.ts";

describe("the example", () => {
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", environment.STRIPE_WEBHOOK_SECRET);
    vi.stubEnv("PORT", "0");
    ({ app } = await import("../src/main-fastify.ts"));
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  const handled = (): string[] => app.get(Invoices).paid.map(({ id = "" }) => id);
  const endpoint = (): string => `${url}/webhooks/stripe`;
  testEndpoint(endpoint, handled);
  testForms(endpoint);
  testLimit(endpoint);

  test("other routes have their bodies parsed", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/orders`, { method: "POST", headers, body: '{ "a": 1.0 }' });
    expect([answer.status, await answer.json()]).toEqual([201, { created: { a: 1 } }]);
  });
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "nestjs/src/main-fastify.ts")).toBe(true);
});

describe("Nest on Fastify", () => {
  async function serve(receiver: Receiver): Promise<ServedAdapter> {
    const adapter = new FastifyAdapter({ forceCloseConnections: true });
    const options = { logger: false } as const;
    const app: NestFastifyApplication = await NestFactory.create(AppModule, adapter, options);
    await app.register(toFastify(receiver), { url: "*" });
    await app.listen(0, "127.0.0.1");
    return { url: await app.getUrl(), close: () => app.close() };
  }
  const count = testAdapter("Nest on Fastify", serve, { test, createStore: memoryStore });
  test("the suite has cases", () => expect(count).toBeGreaterThan(100));
});
