import "reflect-metadata";
import { createReceiver, toExpress } from "@hooks/express";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app-module.ts";
import { Invoices } from "./invoices.ts";

export const app = await NestFactory.create(AppModule);

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => app.get(Invoices).markPaid(event) },
});

// Before `listen`, which adds Nest's parsers.
app.use("/webhooks/stripe", toExpress(receiver));
await app.listen(process.env["PORT"] ?? 3000);
