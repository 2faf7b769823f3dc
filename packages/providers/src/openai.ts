import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
} as const;

const field = { header: "webhook-signature", split: " " };
const secret = { prefix: "whsec_", encoding: "base64" } as const;
const mistaken = { "sk-": "an API key, not a webhook's secret" };

/**
 * OpenAI, by Standard Webhooks: https://platform.openai.com/docs/guides/webhooks
 *
 * As OpenAI's library has it, a secret without `whsec_` counts as text too, and a signature without its version.
 */
export const openai: Provider = {
  id: "openai",
  name: "OpenAI",
  docs: "https://platform.openai.com/docs/guides/webhooks",
  signature: [
    { ...hmac, field: { ...field, prefix: "v1," }, secret },
    { ...hmac, field: { ...field, prefix: "v1," }, secret: { mistaken } },
    { ...hmac, field, secret },
  ],
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
};
