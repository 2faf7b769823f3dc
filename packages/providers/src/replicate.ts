import type { Provider } from "@hooks/core";

/**
 * Replicate, by Standard Webhooks: https://replicate.com/docs/topics/webhooks/verify-webhook
 *
 * The body is the prediction itself, whose status stands for the type.
 */
export const replicate: Provider = {
  id: "replicate",
  name: "Replicate",
  docs: "https://replicate.com/docs/topics/webhooks/verify-webhook",
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
  eventType: { json: "status" },
};
