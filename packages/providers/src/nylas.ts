import type { Provider } from "@hooks/core";

/** Nylas, API v3, whose notifications may be compressed: https://developer.nylas.com/docs/v3/notifications/ */
export const nylas: Provider = {
  id: "nylas",
  name: "Nylas",
  docs: "https://developer.nylas.com/docs/v3/notifications/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-nylas-signature" },
    encoding: "hex",
    content: "{body}",
  },
  sets: { body: "coded" },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
  handshake: {
    method: "GET",
    when: { query: "challenge" },
    challenge: { query: "challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
