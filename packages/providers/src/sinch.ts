import type { Provider } from "@hooks/core";

/**
 * Sinch's Conversation and SMS callbacks; other products sign otherwise:
 * https://developers.sinch.com/docs/conversation/callbacks/
 *
 * The body comes first. The nonce is another in each delivery. Of the two products, SMS alone has a type.
 */
export const sinch: Provider = {
  id: "sinch",
  name: "Sinch",
  docs: "https://developers.sinch.com/docs/conversation/callbacks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-sinch-webhook-signature" },
    encoding: "base64",
    content: "{body}.{id}.{timestamp}",
  },
  timestamp: { header: "x-sinch-webhook-signature-timestamp", unit: "s" },
  deliveryId: { header: "x-sinch-webhook-signature-nonce" },
  eventType: { json: "type" },
};
