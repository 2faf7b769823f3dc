import type { Provider } from "@hooks/core";

/**
 * Heroku's app webhooks: https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests
 *
 * That the signature is base64 is as several libraries have it. The body names its attempt, so that a delivery that is
 * sent again has other bytes.
 */
export const heroku: Provider = {
  id: "heroku",
  name: "Heroku",
  docs: "https://devcenter.heroku.com/articles/app-webhooks#securing-webhook-requests",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "heroku-webhook-hmac-sha256" },
    encoding: "base64",
    content: "{body}",
  },
  retriesDiffer: true,
  deliveryId: { json: "webhook_metadata.delivery.id" },
  eventType: { json: "webhook_metadata.event.include" },
};
