import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header: "webhook-signature", split: " ", prefix: "v1," },
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
} as const;

/**
 * Polar, by Standard Webhooks: https://polar.sh/docs/integrate/webhooks/delivery
 *
 * The secret is used as it stands, whatever its prefix, or as what it is the base64 of behind `whsec_`: Polar's own
 * library takes either.
 */
export const polar: Provider = {
  id: "polar",
  name: "Polar",
  docs: "https://polar.sh/docs/integrate/webhooks/delivery",
  signature: [
    hmac,
    {
      ...hmac,
      secret: { prefix: "whsec_", prefixRequired: true, encoding: "base64", loose: true },
    },
  ],
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
};
