import type { Provider } from "@hooks/core";

/**
 * Nylas, API v3: https://developer.nylas.com/docs/v3/notifications/
 *
 * Compressed notifications, an option, are refused by a receiver, which undoes the compression first: Nylas signs the
 * compressed bytes, and `verify` takes them as they are.
 */
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
  deliveryId: { json: "id" },
  eventType: { json: "type" },
  handshake: {
    method: "GET",
    when: { query: "challenge" },
    challenge: { query: "challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
