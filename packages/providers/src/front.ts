import type { Provider } from "@hooks/core";

/**
 * Front's application webhooks; rule webhooks sign otherwise: https://dev.frontapp.com/docs/application-webhooks
 *
 * The documentation asks for the challenge in the answer; that it may be JSON is as several libraries have it.
 */
export const front: Provider = {
  id: "front",
  name: "Front",
  docs: "https://dev.frontapp.com/docs/application-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-front-signature" },
    encoding: "base64",
    content: "{timestamp}:{body}",
  },
  timestamp: { header: "x-front-request-timestamp", unit: "ms", tolerance: 300 },
  eventType: { json: "type" },
  handshake: {
    when: { json: "type", equals: "sync" },
    challenge: { header: "x-front-challenge" },
    reply: { contentType: "application/json", body: '{"challenge":"{challenge}"}' },
  },
};
