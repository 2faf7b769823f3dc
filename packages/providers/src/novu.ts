import type { Provider } from "@hooks/core";

/**
 * Novu's outbound webhooks, by Standard Webhooks; a bridge endpoint's requests are signed otherwise:
 * https://docs.novu.co/platform/developer/webhooks/webhooks
 */
export const novu: Provider = {
  id: "novu",
  name: "Novu",
  docs: "https://docs.novu.co/platform/developer/webhooks/webhooks",
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
  eventType: { json: "type" },
};
