import type { Provider } from "@hooks/core";

/**
 * GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 *
 * The body alone is signed: its event type and delivery id are plain headers, and there is no time.
 */
export const github: Provider = {
  id: "github",
  name: "GitHub",
  docs: "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-hub-signature-256", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { header: "x-github-delivery" },
  eventType: { header: "x-github-event" },
  payload: { form: "payload" },
};
