import type { Provider } from "@hooks/core";

const shared = { encoding: "base64", content: "{id}.{timestamp}.{body}" } as const;

const keyPair = {
  prefix: "whpk_",
  prefixRequired: true,
  signingPrefix: "whsk_",
  encoding: "base64",
} as const;

/**
 * Any sender that follows the specification, by shared secret (`whsec_…`) or public key (`whpk_…`):
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardWebhooks: Provider = {
  id: "standard-webhooks",
  name: "Standard Webhooks",
  docs: "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
  signature: [
    {
      ...shared,
      scheme: "hmac",
      hash: "SHA-256",
      field: { header: "webhook-signature", split: " ", prefix: "v1," },
      secret: { prefix: "whsec_", encoding: "base64" },
    },
    {
      ...shared,
      scheme: "ed25519",
      field: { header: "webhook-signature", split: " ", prefix: "v1a," },
      secret: keyPair,
    },
  ],
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: { json: "type" },
};
