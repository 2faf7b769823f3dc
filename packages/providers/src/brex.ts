import type { Provider } from "@hooks/core";

/**
 * Brex, by Standard Webhooks: https://developer.brex.com/docs/webhooks/
 *
 * Brex's API description names `Webhook-Signature`, with two signatures while the secret rotates; that some write
 * `svix-signature` contradicts it. That the secret is base64, with or without `whsec_`, is said by others.
 */
export const brex: Provider = {
  id: "brex",
  name: "Brex",
  docs: "https://developer.brex.com/docs/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
    secret: { prefix: "whsec_", encoding: "base64" },
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "event_type" },
};
