import type { Provider } from "@hooks/core";

/** The secret of the checks' own receivers. */
export const secret = "the conformance secret";

/** The provider of the checks' own receivers: what most schemes have, and a handshake. */
export const provider: Provider = {
  id: "conformance",
  name: "Conformance",
  docs: "https://www.standardwebhooks.com/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
  handshake: {
    when: { json: "type", equals: "ping" },
    challenge: { json: "challenge" },
    reply: { contentType: "text/plain", body: "pong {challenge}" },
  },
};
