import type { Provider } from "@hooks/core";

/**
 * Sanity's GROQ-powered webhooks: https://www.sanity.io/docs/content-lake/webhooks
 *
 * The body is what the webhook's projection makes of a document, so that it has no type. The id is a plain header.
 */
export const sanity: Provider = {
  id: "sanity",
  name: "Sanity",
  docs: "https://www.sanity.io/docs/content-lake/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "sanity-webhook-signature", split: ",", prefix: "v1=" },
    encoding: "base64url",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "sanity-webhook-signature", split: ",", prefix: "t=", unit: "ms" },
  deliveryId: { header: "idempotency-key" },
};
