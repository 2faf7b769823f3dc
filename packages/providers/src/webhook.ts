import type { Provider } from "@hooks/core";

/**
 * The plain scheme that many small senders use: `X-Webhook-Signature` is the hex HMAC-SHA256 of the body.
 *
 * `X-Webhook-ID` and `X-Webhook-Timestamp` (milliseconds) are not signed. Whoever captured a delivery can send its
 * body again with a new id and a new time, and it verifies: so the time is not checked unless a tolerance is asked
 * for, and then it stops only those who did not think of changing it.
 */
export const webhook: Provider = {
  id: "webhook",
  name: "Generic webhook",
  docs: "https://github.com/hooks-sdk/hooks/blob/main/packages/providers/src/webhook.ts",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-webhook-signature" },
    encoding: "hex",
    content: "{body}",
  },
  timestamp: { header: "x-webhook-timestamp", unit: "ms" },
  deliveryId: { header: "x-webhook-id" },
  eventType: [{ json: "type" }, { json: "event" }],
};
