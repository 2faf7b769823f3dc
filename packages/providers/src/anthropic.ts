import type { Provider } from "@hooks/core";

/**
 * Anthropic's webhooks for managed agents and organisations, by Standard Webhooks:
 * https://platform.claude.com/docs/en/managed-agents/webhooks
 *
 * The body's own `type` is always `event`.
 */
export const anthropic: Provider = {
  id: "anthropic",
  name: "Anthropic",
  docs: "https://platform.claude.com/docs/en/managed-agents/webhooks",
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
  eventType: { json: "data.type" },
};
