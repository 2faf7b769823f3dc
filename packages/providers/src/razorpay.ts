import type { Provider } from "@hooks/core";

/**
 * Razorpay: https://razorpay.com/docs/webhooks/validate-test/
 *
 * The id is a plain header.
 */
export const razorpay: Provider = {
  id: "razorpay",
  name: "Razorpay",
  docs: "https://razorpay.com/docs/webhooks/validate-test/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-razorpay-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { header: "x-razorpay-event-id" },
  eventType: { json: "event" },
};
