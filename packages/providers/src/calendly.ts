import type { Provider } from "@hooks/core";

/**
 * Calendly: https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
 *
 * What is signed is as Calendly's staff and several libraries have it.
 */
export const calendly: Provider = {
  id: "calendly",
  name: "Calendly",
  docs: "https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "calendly-webhook-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: {
    header: "calendly-webhook-signature",
    split: ",",
    prefix: "t=",
    unit: "s",
    tolerance: 180,
  },
  eventType: { json: "event" },
};
