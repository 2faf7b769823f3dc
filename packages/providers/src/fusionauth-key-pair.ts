import type { Provider } from "@hooks/core";

const jwt = {
  scheme: "jwt",
  field: { header: "x-fusionauth-signature-jwt" },
  keys: { format: "jwks", url: "{secret}/.well-known/jwks.json" },
  requires: { claim: "request_body_sha256", hashOf: "body", encoding: "base64" },
} as const;

/**
 * FusionAuth, where events are signed by a key pair (RS256, ES256 or EdDSA); for a shared secret, see `fusionauth`:
 * https://fusionauth.io/docs/extend/events-and-webhooks/signing
 *
 * The secret is the URL of your FusionAuth, which publishes the keys: over https, without a port or a `/` at its end. The
 * longer forms of RSA and ECDSA are not supported. The token says no time.
 */
export const fusionauthKeyPair: Provider = {
  id: "fusionauth-key-pair",
  name: "FusionAuth key pair",
  docs: "https://fusionauth.io/docs/extend/events-and-webhooks/signing",
  signature: [
    { ...jwt, algorithms: "RS256" },
    { ...jwt, algorithms: "ES256" },
    { ...jwt, algorithms: "EdDSA" },
  ],
  deliveryId: { json: "event.id" },
  eventType: { json: "event.type" },
};
