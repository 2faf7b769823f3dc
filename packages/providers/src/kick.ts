import type { Provider } from "@hooks/core";

/**
 * Kick; the secret is its public key, as PEM: https://docs.kick.com/events/webhook-security
 *
 * The key is the same for all apps: nothing says whose delivery it is but the subscription's id. Kick names no
 * tolerance, but signs the time.
 */
export const kick: Provider = {
  id: "kick",
  name: "Kick",
  docs: "https://docs.kick.com/events/webhook-security",
  signature: {
    scheme: "rsa",
    hash: "SHA-256",
    padding: "pkcs1",
    field: { header: "kick-event-signature" },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
    secret: { encoding: "pem" },
  },
  timestamp: { header: "kick-event-message-timestamp", unit: "iso" },
  deliveryId: { header: "kick-event-message-id" },
  eventType: { header: "kick-event-type" },
};
