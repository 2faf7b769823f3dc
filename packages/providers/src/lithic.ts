import type { Provider } from "@hooks/core";

/**
 * Lithic's events, by Standard Webhooks; Auth Stream Access signs its decision requests otherwise:
 * https://docs.lithic.com/docs/events-api
 */
export const lithic: Provider = {
  id: "lithic",
  name: "Lithic",
  docs: "https://docs.lithic.com/docs/events-api",
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
