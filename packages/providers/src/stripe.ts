import type { Provider } from "@hooks/core";

const apiKey = "an API key, not a signing secret";

/** Stripe, Connect and v2 thin events included: https://docs.stripe.com/webhooks/signature */
export const stripe: Provider = {
  id: "stripe",
  name: "Stripe",
  docs: "https://docs.stripe.com/webhooks/signature",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "stripe-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
    secret: {
      mistaken: {
        we_: "an endpoint's id, not its signing secret",
        sk_: apiKey,
        rk_: apiKey,
        pk_: apiKey,
      },
    },
  },
  timestamp: { header: "stripe-signature", split: ",", prefix: "t=", unit: "s", tolerance: 300 },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
