import { createReceiver, toNode } from "@hooks/node";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";
import { fromNodeMiddleware } from "h3";

const receiver = createReceiver({
  provider: stripe,
  secret: process.env["STRIPE_WEBHOOK_SECRET"],
  store: memoryStore(),
  on: { "invoice.paid": (event) => console.log(event.id, event.payload) },
});

const handle = toNode(receiver);

// With its third parameter, h3 waits until the answer has been sent.
export default fromNodeMiddleware((req, res, _next) => handle(req, res));
