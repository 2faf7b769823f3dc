import type { Provider } from "@hooks/core";

/**
 * WhatsApp's Cloud API; the secret is the app's:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks/
 *
 * Non-ASCII characters are signed as the `\u` escapes in which they are sent. A delivery holds any number of changes, and a
 * change any number of messages and statuses: each of these is an event, an entry that holds nothing else. A message has an
 * id; a status names that of its message, of which there are several. The SHA-1 header that is sent too is not looked at.
 */
export const whatsapp: Provider = {
  id: "whatsapp",
  name: "WhatsApp",
  docs: "https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-hub-signature-256", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  batch: {
    at: { json: "entry" },
    within: [["changes"], ["changes.0.value.messages", "changes.0.value.statuses"]],
    deliveryId: { json: "changes.0.value.messages.0.id" },
    eventType: { json: "changes.0.field" },
  },
  handshake: {
    method: "GET",
    when: { query: "hub.mode", equals: "subscribe" },
    verifyToken: { query: "hub.verify_token" },
    challenge: { query: "hub.challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
