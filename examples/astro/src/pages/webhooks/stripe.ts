import { createReceiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import type { APIRoute } from "astro";

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => console.log(event.id, event.payload) },
});

export const prerender = false;

export const POST: APIRoute = ({ request }) => receiver.fetch(request);
