import type { Provider } from "@hooks/core";

/**
 * Chargebee: https://www.chargebee.com/docs/2.0/webhook_settings.html
 *
 * Nothing is signed: the secret is the `user:password` that the webhook was given.
 */
export const chargebee: Provider = {
  id: "chargebee",
  name: "Chargebee",
  docs: "https://www.chargebee.com/docs/2.0/webhook_settings.html",
  signature: { scheme: "basic" },
  deliveryId: { json: "id" },
  eventType: { json: "event_type" },
};
