import type { Provider } from "@hooks/core";

/**
 * Airwallex: https://www.airwallex.com/docs/developer-tools/webhooks/listen-for-webhook-events
 *
 * That the time is in milliseconds is said by others. Nothing stands between time and body, so that only a body that
 * begins as JSON says where one ends and the other begins.
 */
export const airwallex: Provider = {
  id: "airwallex",
  name: "Airwallex",
  docs: "https://www.airwallex.com/docs/developer-tools/webhooks/listen-for-webhook-events",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{timestamp}{body}",
  },
  timestamp: { header: "x-timestamp", unit: "ms" },
  bodyStart: "{",
  deliveryId: { json: "id" },
  eventType: { json: "name" },
};
