import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", encoding: "hex", content: "{body}" } as const;

const field = { header: "x-hub-signature" };

/**
 * YouTube's push notifications, by Google's hub; the secret is the subscription's `hub.secret`:
 * https://developers.google.com/youtube/v3/guides/push_notifications
 *
 * A receiver's `verifyToken` is the URL of the feed, so that nobody can subscribe it to another. The payload is
 * the Atom, as text.
 */
export const youtube: Provider = {
  id: "youtube",
  name: "YouTube",
  docs: "https://developers.google.com/youtube/v3/guides/push_notifications",
  forms: {
    sha1: { signature: { ...hmac, hash: "SHA-1", field: { ...field, prefix: "sha1=" } } },
    sha256: { signature: { ...hmac, hash: "SHA-256", field: { ...field, prefix: "sha256=" } } },
    sha384: { signature: { ...hmac, hash: "SHA-384", field: { ...field, prefix: "sha384=" } } },
    sha512: { signature: { ...hmac, hash: "SHA-512", field: { ...field, prefix: "sha512=" } } },
  },
  handshake: {
    method: "GET",
    when: { query: "hub.mode", equals: "subscribe" },
    verifyToken: { query: "hub.topic" },
    challenge: { query: "hub.challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
