import type { Provider } from "@hooks/core";

/**
 * Square: https://developer.squareup.com/docs/webhooks/step3validate
 *
 * `url` is the subscription's notification URL to the last character. The older `x-square-signature` is not supported.
 */
export const square: Provider = {
  id: "square",
  name: "Square",
  docs: "https://developer.squareup.com/docs/webhooks/step3validate",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-square-hmacsha256-signature" },
    encoding: "base64",
    content: "{url}{body}",
  },
  deliveryId: { json: "event_id" },
  eventType: { json: "type" },
};
