import type { Provider } from "@hooks/core";

/**
 * Lemon Squeezy: https://docs.lemonsqueezy.com/help/webhooks/signing-requests
 *
 * `meta.webhook_id` names the endpoint and `data.id` what the event is about: nothing names the delivery.
 */
export const lemonSqueezy: Provider = {
  id: "lemon-squeezy",
  name: "Lemon Squeezy",
  docs: "https://docs.lemonsqueezy.com/help/webhooks/signing-requests",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-signature" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "meta.event_name" },
};
