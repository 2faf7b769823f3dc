import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
  secret: { prefix: "whsec_", encoding: "base64" },
} as const;

/**
 * Brex, by Standard Webhooks: https://developer.brex.com/docs/webhooks/
 *
 * Brex's API description names `Webhook-Signature`, with two signatures while the secret rotates; some write
 * `svix-signature` instead. That the secret is base64, with or without `whsec_`, is said by others.
 */
export const brex: Provider = {
  id: "brex",
  name: "Brex",
  docs: "https://developer.brex.com/docs/webhooks/",
  forms: {
    unbranded: {
      signature: { ...hmac, field: { header: "webhook-signature", split: " ", prefix: "v1," } },
      timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
    },
    svix: {
      signature: { ...hmac, field: { header: "svix-signature", split: " ", prefix: "v1," } },
      timestamp: { header: "svix-timestamp", unit: "s", tolerance: 300 },
    },
  },
  deliveryId: [{ header: "webhook-id" }, { header: "svix-id" }],
  eventType: { json: "event_type" },
};
