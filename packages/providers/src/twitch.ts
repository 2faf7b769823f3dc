import type { Provider } from "@hooks/core";

/**
 * Twitch's EventSub: https://dev.twitch.tv/docs/eventsub/handling-webhook-events/
 *
 * Nothing stands between id, time and body: the time's fixed form says where it begins and ends. The type in the body
 * is signed, the one in the header is not; what kind of message it is, a plain header alone says. That a subscription
 * was revoked comes under its type, and is told by `subscription.status`.
 */
export const twitch: Provider = {
  id: "twitch",
  name: "Twitch",
  docs: "https://dev.twitch.tv/docs/eventsub/handling-webhook-events/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "twitch-eventsub-message-signature", prefix: "sha256=" },
    encoding: "hex",
    content: "{id}{timestamp}{body}",
  },
  timestamp: { header: "twitch-eventsub-message-timestamp", unit: "iso", tolerance: 600 },
  deliveryId: { header: "twitch-eventsub-message-id" },
  eventType: { json: "subscription.type" },
  handshake: {
    when: { header: "twitch-eventsub-message-type", equals: "webhook_callback_verification" },
    challenge: { json: "challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
