import type { Provider } from "@hooks/core";

/**
 * Shopify: https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 *
 * Newer deliveries have the same headers without `x-`. The body alone is signed: topic and id are plain headers.
 */
export const shopify: Provider = {
  id: "shopify",
  name: "Shopify",
  docs: "https://shopify.dev/docs/apps/build/webhooks/subscribe/https",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: [{ header: "x-shopify-hmac-sha256" }, { header: "shopify-hmac-sha256" }],
    encoding: "base64",
    content: "{body}",
  },
  deliveryId: [{ header: "x-shopify-webhook-id" }, { header: "shopify-webhook-id" }],
  eventType: [{ header: "x-shopify-topic" }, { header: "shopify-topic" }],
};
