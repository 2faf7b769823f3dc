import "reflect-metadata";
import { createReceiver, toFastify } from "@hooks/fastify";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { AppModule } from "./app-module.ts";
import { Invoices } from "./invoices.ts";

export const app: NestFastifyApplication = await NestFactory.create(
  AppModule,
  new FastifyAdapter(),
);

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => app.get(Invoices).markPaid(event) },
});

await app.register(toFastify(receiver), { url: "/webhooks/stripe" });
await app.listen(process.env["PORT"] ?? 3000);
