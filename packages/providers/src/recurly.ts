import type { Provider } from "@hooks/core";

const header = { header: "recurly-signature", split: "," };

/** Recurly's JSON webhooks: https://docs.recurly.com/recurly-subscriptions/docs/signing-webhooks */
export const recurly: Provider = {
  id: "recurly",
  name: "Recurly",
  docs: "https://docs.recurly.com/recurly-subscriptions/docs/signing-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { ...header, from: 1 },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { ...header, to: 1, unit: "ms", tolerance: 300 },
  deliveryId: { json: "id" },
  eventType: { json: "event_type" },
};
