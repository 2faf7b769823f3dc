import { createReceiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { Elysia } from "elysia";

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => console.log(event.id, event.payload) },
});

export const webhooks = new Elysia().post(
  "/webhooks/stripe",
  ({ request }) => receiver.fetch(request),
  { parse: "none" },
);
