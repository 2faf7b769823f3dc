import "reflect-metadata";
import { type Receiver, toExpress } from "@hooks/express";
import { memoryStore } from "@hooks/store-memory";
import { type ServedAdapter, testAdapter } from "@hooks/testing";
import { All, Controller, Inject, Module, Next, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { map } from "rxjs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { guideShows } from "../../test/guide-shows.ts";
import { environment, paid, post, testEndpoint } from "../../test/test-endpoint.ts";
import { Invoices } from "../src/invoices.ts";
import { OrdersController } from "../src/orders-controller.ts";
import { StripeWebhookController } from "../src/stripe-webhook-controller.ts";

@Module({ controllers: [StripeWebhookController, OrdersController], providers: [Invoices] })
class ExampleModule {}

const quiet = { logger: false, forceCloseConnections: true } as const;

describe("the controller", () => {
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", environment.STRIPE_WEBHOOK_SECRET);
    app = await NestFactory.create(ExampleModule, { ...quiet, rawBody: true });
    app.useBodyParser("json", { limit: "10mb" });
    app.useGlobalPipes({ transform: (value: object) => ({ ...value, isPiped: true }) });
    app.useGlobalInterceptors({
      intercept: (_, next) => next.handle().pipe(map((data) => ({ data }))),
    });
    await app.listen(0, "127.0.0.1");
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  const handled = (): string[] => app.get(Invoices).paid.map(({ id = "" }) => id);
  testEndpoint(() => `${url}/webhooks/stripe`, handled);

  test("pipes and interceptors are those of other routes", async () => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/orders`, { method: "POST", headers, body: '{"a":1}' });
    expect(await answer.json()).toEqual({ data: { created: { a: 1, isPiped: true } } });
  });
});

test("without the raw body, nothing is accepted", async () => {
  const app = await NestFactory.create(ExampleModule, quiet);
  await app.listen(0, "127.0.0.1");
  const url = `${await app.getUrl()}/webhooks/stripe`;
  for (const sent of [paid("evt_1"), paid("evt_2")]) {
    expect((await post(url, { sent })).text).toBe('500 {"error":"body_unavailable"}');
  }
  await app.close();
});

test("a guard decides before the controller does", async () => {
  const app = await NestFactory.create(ExampleModule, { ...quiet, rawBody: true });
  app.useGlobalGuards({ canActivate: () => false });
  await app.listen(0, "127.0.0.1");
  const { text } = await post(`${await app.getUrl()}/webhooks/stripe`);
  expect(text).toMatch(/^403 /);
  await app.close();
});

test("the guide shows it", () => {
  expect(guideShows("frameworks", "nestjs/src/stripe-webhook-controller.ts")).toBe(true);
});

describe("a controller on Express", () => {
  @Controller()
  class AnyController {
    readonly #handle: RequestHandler;

    constructor(@Inject("receiver") receiver: Receiver) {
      this.#handle = toExpress(receiver);
    }

    @All("{*path}")
    handle(@Req() req: Request, @Res() res: Response, @Next() next: NextFunction): unknown {
      return this.#handle(req, res, next);
    }
  }

  async function serve(receiver: Receiver): Promise<ServedAdapter> {
    const providers = [{ provide: "receiver", useValue: receiver }];
    const module = { module: class {}, controllers: [AnyController], providers };
    const options = { ...quiet, rawBody: true };
    const app = await NestFactory.create<NestExpressApplication>(module, options);
    app.useBodyParser("json", { limit: "10mb", strict: false });
    await app.listen(0, "127.0.0.1");
    return { url: await app.getUrl(), close: () => app.close() };
  }

  // What Nest's parser refuses by itself does not get to a controller: broken bodies and JSON, and other codings.
  const isParsers =
    /^(broken: (?!.*handler works)|coding: (x-gzip|one|damaged|a small)|.*(nowhere"|another body|to parse)$)/;
  const all: string[] = [];
  testAdapter("", serve, { test: (name) => all.push(name.slice(2)) });
  const except = all.filter((name) => isParsers.test(name));
  const count = testAdapter("a controller", serve, { test, createStore: memoryStore, except });
  test("the suite has cases", () => expect(count).toBeGreaterThan(90));
});
