import type { Provider } from "@hooks/core";

/**
 * Paddle Billing; Paddle Classic signs otherwise: https://developer.paddle.com/webhooks/signature-verification
 *
 * Paddle's own libraries allow five seconds. `notification_id` names what is sent to one destination, `event_id` the
 * event.
 */
export const paddle: Provider = {
  id: "paddle",
  name: "Paddle Billing",
  docs: "https://developer.paddle.com/webhooks/signature-verification",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "paddle-signature", split: ";", prefix: "h1=" },
    encoding: "hex",
    content: "{timestamp}:{body}",
  },
  timestamp: { header: "paddle-signature", split: ";", prefix: "ts=", unit: "s", tolerance: 5 },
  deliveryId: { json: "event_id" },
  eventType: { json: "event_type" },
};
