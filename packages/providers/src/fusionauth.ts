import type { Provider } from "@hooks/core";

/**
 * FusionAuth, where events are signed by a shared secret (HS256, HS384 or HS512):
 * https://fusionauth.io/docs/extend/events-and-webhooks/signing
 *
 * For a signing key that is a key pair, see `fusionauth-key-pair`. The token says no time.
 */
export const fusionauth: Provider = {
  id: "fusionauth",
  name: "FusionAuth",
  docs: "https://fusionauth.io/docs/extend/events-and-webhooks/signing",
  signature: {
    scheme: "jwt",
    algorithms: ["HS256", "HS384", "HS512"],
    field: { header: "x-fusionauth-signature-jwt" },
    secret: { mistaken: { "-----BEGIN": "a key of a pair, not a shared secret" } },
    requires: { claim: "request_body_sha256", hashOf: "body", encoding: "base64" },
  },
  deliveryId: { json: "event.id" },
  eventType: { json: "event.type" },
};
