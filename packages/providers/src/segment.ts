import type { Provider } from "@hooks/core";

/**
 * Segment's webhooks destination: https://segment.com/docs/connections/destinations/catalog/webhooks/
 *
 * Of a batch Segment signs the first event alone, which leaves the others to anybody: batches are refused.
 */
export const segment: Provider = {
  id: "segment",
  name: "Segment",
  docs: "https://segment.com/docs/connections/destinations/catalog/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "messageId" },
  eventType: { json: "type" },
};
