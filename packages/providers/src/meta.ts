import type { Provider } from "@hooks/core";

/**
 * Meta's Graph API webhooks; the secret is the app's:
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 *
 * Non-ASCII characters are signed as the `\u` escapes in which they are sent. A delivery holds any number of entries with
 * any number of changes or messages: each of these is an event, an entry that holds nothing else. Changes have a type and
 * no id; a message's type is the name of a field, which no path can say, and its `mid` that of its echo and its deletion
 * too. The SHA-1 header that is sent as well is not looked at.
 */
export const meta: Provider = {
  id: "meta",
  name: "Meta",
  docs: "https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
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
