import { createReceiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { defineEventHandler } from "h3";

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => console.log(event.id, event.payload) },
});

export default defineEventHandler((event) => receiver.fetch(event.req));
