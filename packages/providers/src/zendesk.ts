import type { Provider } from "@hooks/core";

/**
 * Zendesk: https://developer.zendesk.com/documentation/webhooks/verifying/
 *
 * The time comes first, as the documentation now has it; an older one had it behind the body. Nothing stands between
 * them, which the time's fixed form makes unmistakable. The secret looks like base64 and is used as text. What a
 * trigger sends has the body that it was given, and mostly neither id nor type.
 */
export const zendesk: Provider = {
  id: "zendesk",
  name: "Zendesk",
  docs: "https://developer.zendesk.com/documentation/webhooks/verifying/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-zendesk-webhook-signature" },
    encoding: "base64",
    content: "{timestamp}{body}",
  },
  timestamp: { header: "x-zendesk-webhook-signature-timestamp", unit: "iso" },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
