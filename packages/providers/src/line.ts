import type { Provider } from "@hooks/core";

/**
 * LINE's Messaging API; the secret is the channel's:
 * https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
 *
 * The secret looks like hex and is used as text. A delivery holds any number of events, and none when the connection
 * is checked.
 */
export const line: Provider = {
  id: "line",
  name: "LINE",
  docs: "https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-line-signature" },
    encoding: "base64",
    content: "{body}",
  },
  batch: {
    at: { json: "events" },
    deliveryId: { json: "webhookEventId" },
    eventType: { json: "type" },
  },
};
