import type { Provider } from "@hooks/core";

/**
 * Instagram; the secret is the app's, of which Instagram login has one of its own:
 * https://developers.facebook.com/docs/instagram-platform/webhooks
 *
 * Non-ASCII characters are signed as the `\u` escapes in which they are sent. A delivery holds any number of changes,
 * so that it has neither an id nor a type of its own. The SHA-1 header that is sent too is not looked at.
 */
export const instagram: Provider = {
  id: "instagram",
  name: "Instagram",
  docs: "https://developers.facebook.com/docs/instagram-platform/webhooks",
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
