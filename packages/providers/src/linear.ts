import type { Provider } from "@hooks/core";

/**
 * Linear: https://linear.app/developers/webhooks
 *
 * The time in the body is signed, the one in the header `Linear-Timestamp` is not. Whether it is renewed when a
 * delivery is sent again, after a minute, an hour and six, is not documented; if not, raise the tolerance.
 */
export const linear: Provider = {
  id: "linear",
  name: "Linear",
  docs: "https://linear.app/developers/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "linear-signature" },
    encoding: "hex",
    content: "{body}",
  },
  timestamp: { json: "webhookTimestamp", unit: "ms", tolerance: 60 },
  deliveryId: { header: "linear-delivery" },
  eventType: { json: "type" },
};
