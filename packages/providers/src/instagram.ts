import type { Provider } from "@hooks/core";

/**
 * Instagram; the secret is the app's, of which Instagram login has one of its own:
 * https://developers.facebook.com/docs/instagram-platform/webhooks
 *
 * Non-ASCII characters are signed as the `\u` escapes in which they are sent. A delivery holds any number of entries with
 * any number of changes or messages: each of these is an event, an entry that holds nothing else. Changes have a type and
 * no id; a message's type is the name of a field, which no path can say, and its `mid` that of its echo and its deletion
 * too. The SHA-1 header that is sent as well is not looked at.
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
  batch: {
    at: { json: "entry" },
    within: [["changes", "messaging", "standby"]],
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
