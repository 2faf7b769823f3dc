import type { Provider } from "@hooks/core";

/**
 * Kinde: https://docs.kinde.com/integrate/webhooks/about-webhooks/
 *
 * The whole body is a token. The secret is the URL of the account's keys, `https://<name>.kinde.com/.well-known/jwks`.
 * A token has no end, and a retry that comes a day later may say the time of its event: its age is not checked.
 */
export const kinde: Provider = {
  id: "kinde",
  name: "Kinde",
  docs: "https://docs.kinde.com/integrate/webhooks/about-webhooks/",
  signature: {
    scheme: "jwt",
    algorithms: "RS256",
    field: { body: "text" },
    keys: {
      format: "jwks",
      url: "{secret}",
      from: "https://*.kinde.com/.well-known/jwks",
    },
  },
  deliveryId: [{ claim: "event_id" }, { header: "webhook-id" }],
  eventType: { claim: "type" },
  payload: { claim: "" },
};
