import { createReceiver, type Receiver } from "@hooks/core";
import { stripe } from "@hooks/providers/stripe";
import { memoryStore } from "@hooks/store-memory";

let receiver: Receiver | undefined;

export default {
  fetch(request: Request, env: { readonly STRIPE_WEBHOOK_SECRET: string }): Promise<Response> {
    receiver ??= createReceiver({
      provider: stripe,
      secret: env.STRIPE_WEBHOOK_SECRET,
      store: memoryStore(),
      on: { "invoice.paid": (event) => console.log(event.id, event.payload) },
    });
    return receiver.fetch(request);
  },
};
