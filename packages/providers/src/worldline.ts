import type { Provider } from "@hooks/core";

/**
 * Worldline Connect and Direct, under all their names (Ingenico, PAYONE, CAWL, ANZ):
 * https://docs.connect.worldline-solutions.com/documentation/webhooks/
 *
 * `X-GCS-KeyId` says which key has signed, and is not looked at. The handshake's header is as several integrations have
 * it.
 */
export const worldline: Provider = {
  id: "worldline",
  name: "Worldline",
  docs: "https://docs.connect.worldline-solutions.com/documentation/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-gcs-signature" },
    encoding: "base64",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
  handshake: {
    method: "GET",
    when: { header: "x-gcs-webhooks-endpoint-verification" },
    challenge: { header: "x-gcs-webhooks-endpoint-verification" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
