import type { Provider } from "@hooks/core";

/**
 * Yousign, API v3: https://developers.yousign.com/docs/use-webhooks-in-your-app
 *
 * The time in the header `X-Yousign-Issued-At` is not signed.
 */
export const yousign: Provider = {
  id: "yousign",
  name: "Yousign",
  docs: "https://developers.yousign.com/docs/use-webhooks-in-your-app",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-yousign-signature-256", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "event_id" },
  eventType: { json: "event_name" },
};
