import type { Provider } from "@hooks/core";

/** Render, by Standard Webhooks: https://render.com/docs/webhooks */
export const render: Provider = {
  id: "render",
  name: "Render",
  docs: "https://render.com/docs/webhooks",
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
  eventType: { json: "type" },
};
