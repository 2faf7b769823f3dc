import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
} as const;

const field = { header: "webhook-signature", split: " ", prefix: "v1," };
const secret = { prefix: "whsec_", encoding: "base64" } as const;
const mistaken = { "sk-": "an API key, not a webhook's secret" };

/**
 * OpenAI, by Standard Webhooks: https://platform.openai.com/docs/guides/webhooks
 *
 * As OpenAI's library has it, a secret without `whsec_` counts as text too.
 */
export const openai: Provider = {
  id: "openai",
  name: "OpenAI",
  docs: "https://platform.openai.com/docs/guides/webhooks",
  signature: [
    { ...hmac, field, secret },
    { ...hmac, field, secret: { mistaken } },
  ],
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
};
