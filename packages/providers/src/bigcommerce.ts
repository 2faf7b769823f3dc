import type { Provider } from "@hooks/core";

/**
 * BigCommerce, by Standard Webhooks: https://developer.bigcommerce.com/docs/integrations/webhooks
 *
 * The secret is the API account's client secret as it stands: the documentation encodes it in base64 only because the
 * library that it shows decodes it again. It wants an answer without a body.
 */
export const bigcommerce: Provider = {
  id: "bigcommerce",
  name: "BigCommerce",
  docs: "https://developer.bigcommerce.com/docs/integrations/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "scope" },
  acknowledge: { status: 200 },
};
