import type { Provider } from "@hooks/core";

/**
 * Netlify's outgoing webhooks, where they have a JWS secret token:
 * https://docs.netlify.com/deploy/deploy-notifications/#payload-signature
 *
 * The token says no time. That its hash is in hex is known from integrations, not from the page.
 */
export const netlify: Provider = {
  id: "netlify",
  name: "Netlify",
  docs: "https://docs.netlify.com/deploy/deploy-notifications/#payload-signature",
  signature: {
    scheme: "jwt",
    algorithms: "HS256",
    field: { header: "x-webhook-signature" },
    requires: [
      { claim: "iss", equals: "netlify" },
      { claim: "sha256", hashOf: "body", encoding: "hex" },
    ],
  },
  deliveryId: { json: "id" },
  eventType: { json: "state" },
};
