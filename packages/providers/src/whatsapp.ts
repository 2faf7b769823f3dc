import type { Provider } from "@hooks/core";

/**
 * WhatsApp's Cloud API; the secret is the app's:
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks/
 *
 * Non-ASCII characters are signed as the `\u` escapes in which they are sent. A delivery holds any number of changes,
 * so that it has neither an id nor a type of its own. The SHA-1 header that is sent too is not looked at.
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
  handshake: {
    method: "GET",
    when: { query: "hub.mode", equals: "subscribe" },
    verifyToken: { query: "hub.verify_token" },
    challenge: { query: "hub.challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
