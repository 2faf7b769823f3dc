import type { Provider } from "@hooks/core";

/** What is signed is encoded in base64url twice: the body, and that again behind its time. */
function encoded(body: Uint8Array): string {
  const text = btoa(Array.from(body, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Neon Auth: https://neon.com/docs/auth/guides/webhooks
 *
 * The secret is the URL of the branch's Neon Auth, which ends in `/auth` and publishes the keys. Id and type are those of
 * the body, for the headers that tell them too are not signed.
 */
export const neon: Provider = {
  id: "neon",
  name: "Neon Auth",
  docs: "https://neon.com/docs/auth/guides/webhooks",
  signature: {
    scheme: "jwt",
    algorithms: "EdDSA",
    field: { header: "x-neon-signature" },
    content: "{timestamp}.{encoded}",
    keys: {
      format: "jwks",
      url: "{secret}/.well-known/jwks.json",
      id: { header: "x-neon-signature-kid" },
    },
  },
  fields: { encoded: ({ delivery }) => encoded(delivery.body) },
  timestamp: { header: "x-neon-timestamp", unit: "ms", tolerance: 300 },
  deliveryId: { json: "event_id" },
  eventType: { json: "event_type" },
};
