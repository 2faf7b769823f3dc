import type { Provider } from "@hooks/core";

/**
 * Vonage's signed webhooks (Messages, Dispatch, Voice, Verify):
 * https://developer.vonage.com/en/getting-started/concepts/webhooks
 *
 * The secret is the account's signature secret. The tokens have no `exp`, so their age is what `iat` says; Vonage names
 * no tolerance.
 */
export const vonage: Provider = {
  id: "vonage",
  name: "Vonage",
  docs: "https://developer.vonage.com/en/getting-started/concepts/webhooks",
  signature: {
    scheme: "jwt",
    algorithms: "HS256",
    field: { header: "authorization", prefix: "Bearer " },
    requires: [
      { claim: "iss", equals: "Vonage" },
      { claim: "payload_hash", hashOf: "body", encoding: "hex" },
    ],
  },
  timestamp: { claim: "iat", unit: "s", tolerance: 300 },
  deliveryId: { claim: "jti" },
  eventType: [{ json: "status" }, { json: "channel" }],
};
