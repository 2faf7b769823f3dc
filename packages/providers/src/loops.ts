import type { Provider } from "@hooks/core";

/**
 * Loops, by Standard Webhooks: https://loops.so/docs/webhooks
 *
 * The headers and the secret's prefix are as libraries have them.
 */
export const loops: Provider = {
  id: "loops",
  name: "Loops",
  docs: "https://loops.so/docs/webhooks",
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
  eventType: { json: "eventName" },
};
