import type { Provider } from "@hooks/core";

/**
 * Close: https://developer.close.com/api/resources/webhooks
 *
 * Nothing stands between time and body, so that only a body that begins as JSON says where one ends and the other
 * begins. The type is two fields, `event.object_type` and `event.action`, of which neither says it alone.
 */
export const closeCrm: Provider = {
  id: "close-crm",
  name: "Close",
  docs: "https://developer.close.com/api/resources/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "close-sig-hash" },
    encoding: "hex",
    content: "{timestamp}{body}",
    secret: { encoding: "hex" },
  },
  timestamp: { header: "close-sig-timestamp", unit: "s" },
  bodyStart: "{",
  deliveryId: { json: "event.id" },
};
