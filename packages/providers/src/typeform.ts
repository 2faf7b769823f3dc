import type { Provider } from "@hooks/core";

/**
 * Typeform: https://www.typeform.com/developers/webhooks/secure-your-webhooks/
 *
 * The signature is base64, although its prefix is that which others have before hex.
 */
export const typeform: Provider = {
  id: "typeform",
  name: "Typeform",
  docs: "https://www.typeform.com/developers/webhooks/secure-your-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "typeform-signature", prefix: "sha256=" },
    encoding: "base64",
    content: "{body}",
  },
  deliveryId: { json: "event_id" },
  eventType: { json: "event_type" },
};
