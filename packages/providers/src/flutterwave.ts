import type { Provider } from "@hooks/core";

/**
 * Flutterwave, API version 4: https://developer.flutterwave.com/docs/webhooks
 *
 * The scheme is as several libraries have it. `data.id` names the charge, not the delivery.
 */
export const flutterwave: Provider = {
  id: "flutterwave",
  name: "Flutterwave",
  docs: "https://developer.flutterwave.com/docs/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "flutterwave-signature" },
    encoding: "base64",
    content: "{body}",
  },
  eventType: { json: "type" },
};
