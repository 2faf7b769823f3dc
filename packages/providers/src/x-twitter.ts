import type { Provider } from "@hooks/core";

/**
 * X; the secret is the app's consumer secret: https://docs.x.com/x-api/webhooks/quickstart
 *
 * The type is the name of a field of the body, which no path can say. A challenge is answered under the
 * key that signs deliveries, so that only what can't be a delivery's body is answered. Signatures are base64, as in X's
 * own sample; that some have hex contradicts it.
 */
export const xTwitter: Provider = {
  id: "x-twitter",
  name: "X",
  docs: "https://docs.x.com/x-api/webhooks/quickstart",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-twitter-webhooks-signature", prefix: "sha256=" },
    encoding: "base64",
    content: "{body}",
  },
  bodyStart: "{",
  handshake: {
    method: "GET",
    when: { query: "crc_token" },
    challenge: { query: "crc_token" },
    challengeSyntax: /^[\w+/=-]{1,256}$/,
    answer: { scheme: "hmac", hash: "SHA-256", encoding: "base64", content: "{challenge}" },
    reply: { contentType: "application/json", body: '{"response_token":"sha256={answer}"}' },
  },
};
