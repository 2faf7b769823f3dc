import type { Provider } from "@hooks/core";

/**
 * Clerk, by Standard Webhooks under the header names of Svix:
 * https://clerk.com/docs/guides/development/webhooks/overview
 */
export const clerk: Provider = {
  id: "clerk",
  name: "Clerk",
  docs: "https://clerk.com/docs/guides/development/webhooks/overview",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "svix-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
    secret: { prefix: "whsec_", encoding: "base64" },
  },
  timestamp: { header: "svix-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "svix-id" },
  eventType: { json: "type" },
};
