import type { Provider } from "@hooks/core";

/** OpenAI, by Standard Webhooks: https://platform.openai.com/docs/guides/webhooks */
export const openai: Provider = {
  id: "openai",
  name: "OpenAI",
  docs: "https://platform.openai.com/docs/guides/webhooks",
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
