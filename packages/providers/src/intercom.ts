import type { Provider } from "@hooks/core";

/**
 * Intercom; the secret is the app's client secret:
 * https://developers.intercom.com/docs/references/webhooks/webhook-models
 *
 * The scheme is as several libraries have it.
 */
export const intercom: Provider = {
  id: "intercom",
  name: "Intercom",
  docs: "https://developers.intercom.com/docs/references/webhooks/webhook-models",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-hub-signature", prefix: "sha1=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "topic" },
  handshake: { method: "HEAD", reply: {} },
};
