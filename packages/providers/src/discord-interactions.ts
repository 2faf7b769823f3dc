import type { Provider } from "@hooks/core";

/**
 * Discord's interactions endpoint; the secret is the application's public key:
 * https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 *
 * Discord names no tolerance, but signs the time. Nothing stands between time and body, so that only a body that
 * begins as JSON says where one ends and the other begins.
 */
export const discordInteractions: Provider = {
  id: "discord-interactions",
  name: "Discord interactions",
  docs: "https://discord.com/developers/docs/interactions/overview",
  signature: {
    scheme: "ed25519",
    field: { header: "x-signature-ed25519" },
    encoding: "hex",
    content: "{timestamp}{body}",
    secret: { encoding: "hex" },
  },
  timestamp: { header: "x-signature-timestamp", unit: "s", tolerance: 300 },
  bodyStart: "{",
  deliveryId: { json: "id" },
  eventType: { json: "type" },
  handshake: {
    when: { json: "type", equals: "1" },
    reply: { contentType: "application/json", body: '{"type":1}' },
  },
};
