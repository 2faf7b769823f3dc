import type { Provider } from "@hooks/core";

/**
 * GoCardless: https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks
 *
 * A delivery holds up to 250 events. What has happened is told by two fields, `resource_type` and `action`, so that an
 * event has no type.
 */
export const gocardless: Provider = {
  id: "gocardless",
  name: "GoCardless",
  docs: "https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "meta.webhook_id" },
  batch: { at: { json: "events" }, deliveryId: { json: "id" } },
};
