import type { Provider } from "@hooks/core";

/**
 * Orb: https://docs.withorb.com/integrations-and-exports/webhooks
 *
 * The time holds the separator, so that only a body that begins as JSON says where one ends and the other begins.
 */
export const orb: Provider = {
  id: "orb",
  name: "Orb",
  docs: "https://docs.withorb.com/integrations-and-exports/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-orb-signature", split: " ", prefix: "v1=" },
    encoding: "hex",
    content: "v1:{timestamp}:{body}",
  },
  timestamp: { header: "x-orb-timestamp", unit: "isoZ", tolerance: 300 },
  bodyStart: "{",
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
