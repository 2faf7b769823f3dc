import type { Provider } from "@hooks/core";

/**
 * Polar, by Standard Webhooks: https://polar.sh/docs/integrate/webhooks/delivery
 *
 * The secret is used as it stands, whatever its prefix: Polar's library encodes it in base64 only because the one
 * beneath decodes it again.
 */
export const polar: Provider = {
  id: "polar",
  name: "Polar",
  docs: "https://polar.sh/docs/integrate/webhooks/delivery",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
};
