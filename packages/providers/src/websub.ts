import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", encoding: "hex", content: "{body}" } as const;

const field = { header: "x-hub-signature" };

/**
 * Any hub of WebSub; the secret is the subscription's `hub.secret`: https://www.w3.org/TR/websub/
 *
 * A receiver's `verifyToken` is the URL of the topic, so that nobody can subscribe it to another. That a subscription
 * ends is not confirmed, for anybody can ask a hub for it. Most topics are XML: the payload
 * is then its text.
 */
export const websub: Provider = {
  id: "websub",
  name: "WebSub",
  docs: "https://www.w3.org/TR/websub/",
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
