import type { Provider } from "@hooks/core";

/**
 * Plaid: https://plaid.com/docs/api/webhooks/webhook-verification/
 *
 * The secret is the public key, as the JWK that `/webhook_verification_key/get` gives for the `kid` in the token's
 * header: a function of the delivery that asks for it, and keeps it, serves for rotation.
 */
export const plaid: Provider = {
  id: "plaid",
  name: "Plaid",
  docs: "https://plaid.com/docs/api/webhooks/webhook-verification/",
  signature: {
    scheme: "jwt",
    algorithms: "ES256",
    field: { header: "plaid-verification" },
    secret: { encoding: "jwk" },
    requires: { claim: "request_body_sha256", hashOf: "body", encoding: "hex" },
  },
  timestamp: { claim: "iat", unit: "s", tolerance: 300 },
  eventType: { json: "webhook_code" },
};
