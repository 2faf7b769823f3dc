import type { Provider } from "@hooks/core";

/**
 * Mailgun; the secret is the HTTP webhook signing key:
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 *
 * The event itself is not signed. Nothing stands between time and token, so that only a time of ten digits says where
 * one ends and the other begins.
 */
export const mailgun: Provider = {
  id: "mailgun",
  name: "Mailgun",
  docs: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { json: "signature.signature" },
    encoding: "hex",
    content: "{time}{token}",
  },
  timestamp: { json: "signature.timestamp", unit: "s", tolerance: 300 },
  fields: {
    time: ({ read }) => read({ json: "signature.timestamp" })?.match(/^\d{10}$/)?.[0],
    token: { json: "signature.token" },
  },
  bodyUnsigned: true,
  deliveryId: { json: "signature.token" },
  eventType: { json: "event-data.event" },
};
