import type { Provider } from "@hooks/core";

/**
 * Paystack; the secret is the account's secret API key:
 * https://paystack.com/docs/payments/webhooks/#verify-event-origin
 *
 * `data.id` names what the event is about: nothing names the delivery.
 */
export const paystack: Provider = {
  id: "paystack",
  name: "Paystack",
  docs: "https://paystack.com/docs/payments/webhooks/#verify-event-origin",
  signature: {
    scheme: "hmac",
    hash: "SHA-512",
    field: { header: "x-paystack-signature" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "event" },
};
