import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  field: { header: "x-hubspot-signature-v3" },
  encoding: "base64",
} as const;

const time = "x-hubspot-request-timestamp";

/** Those, and no other, that HubSpot's documentation decodes before it signs. */
const escapes = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * HubSpot's signature v3; the secret is the app's client secret:
 * https://developers.hubspot.com/docs/api/webhooks/validating-requests
 *
 * The URL counts as it is, as HubSpot's library takes it, and decoded, as its documentation does. Nothing stands between
 * body and time, so that only a time of thirteen digits says where one ends and the other begins.
 */
export const hubspotV3: Provider = {
  id: "hubspot-v3",
  name: "HubSpot v3",
  docs: "https://developers.hubspot.com/docs/api/webhooks/validating-requests",
  signature: [
    { ...hmac, content: "{method}{url}{body}{time}" },
    { ...hmac, content: "{method}{decodedUrl}{body}{time}" },
  ],
  fields: {
    time: ({ read }) => read({ header: time })?.match(/^\d{13}$/)?.[0],
    decodedUrl: ({ url }) => url.replace(escapes, decodeURIComponent),
  },
  timestamp: { header: time, unit: "ms", tolerance: 300 },
  batch: { at: { json: "" }, eventType: { json: "subscriptionType" } },
};
