import type { Provider } from "@hooks/core";

const shared = { encoding: "base64", content: "{id}.{timestamp}.{body}" } as const;

const hmac = {
  ...shared,
  scheme: "hmac",
  hash: "SHA-256",
  secret: { prefix: "whsec_", encoding: "base64" },
} as const;

const ed25519 = {
  ...shared,
  scheme: "ed25519",
  secret: { prefix: "whpk_", prefixRequired: true, signingPrefix: "whsk_", encoding: "base64" },
} as const;

/**
 * Any sender behind Svix, by shared secret (`whsec_…`) or public key (`whpk_…`), under Svix's header names or without
 * its brand: https://docs.svix.com/receiving/verifying-payloads/how-manual
 *
 * The type is the sender's affair; most have it here.
 */
export const svix: Provider = {
  id: "svix",
  name: "Svix",
  docs: "https://docs.svix.com/receiving/verifying-payloads/how-manual",
  forms: {
    svix: {
      signature: [
        { ...hmac, field: { header: "svix-signature", split: " ", prefix: "v1," } },
        { ...ed25519, field: { header: "svix-signature", split: " ", prefix: "v1a," } },
      ],
      timestamp: { header: "svix-timestamp", unit: "s", tolerance: 300 },
    },
    unbranded: {
      signature: [
        { ...hmac, field: { header: "webhook-signature", split: " ", prefix: "v1," } },
        { ...ed25519, field: { header: "webhook-signature", split: " ", prefix: "v1a," } },
      ],
      timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
    },
  },
  deliveryId: [{ header: "svix-id" }, { header: "webhook-id" }],
  eventType: { json: "type" },
};
