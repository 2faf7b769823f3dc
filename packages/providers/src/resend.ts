import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
  secret: { prefix: "whsec_", encoding: "base64" },
} as const;

/**
 * Resend, by Standard Webhooks under the header names of Svix, or under their own as others have it:
 * https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests
 */
export const resend: Provider = {
  id: "resend",
  name: "Resend",
  docs: "https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests",
  forms: {
    svix: {
      signature: { ...hmac, field: { header: "svix-signature", split: " ", prefix: "v1," } },
      timestamp: { header: "svix-timestamp", unit: "s", tolerance: 300 },
    },
    unbranded: {
      signature: { ...hmac, field: { header: "webhook-signature", split: " ", prefix: "v1," } },
      timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
    },
  },
  deliveryId: [{ header: "svix-id" }, { header: "webhook-id" }],
  eventType: { json: "type" },
};
