import type { Provider } from "@hooks/core";

/**
 * Discord's webhook events; the secret is the application's public key:
 * https://discord.com/developers/docs/events/webhook-events
 *
 * Nothing stands between time and body, so that only a body that begins as JSON says where one ends and the other
 * begins.
 */
export const discordWebhookEvents: Provider = {
  id: "discord-webhook-events",
  name: "Discord webhook events",
  docs: "https://discord.com/developers/docs/events/webhook-events",
  signature: {
    scheme: "ed25519",
    field: { header: "x-signature-ed25519" },
    encoding: "hex",
    content: "{timestamp}{body}",
    secret: { encoding: "hex" },
  },
  timestamp: { header: "x-signature-timestamp", unit: "s" },
  bodyStart: "{",
  eventType: { json: "event.type" },
  acknowledge: { status: 204 },
  handshake: {
    when: { json: "type", equals: "0" },
    reply: { status: 204, contentType: "application/json" },
  },
};
