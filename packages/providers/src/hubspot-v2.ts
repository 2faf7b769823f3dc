import type { Provider } from "@hooks/core";

/**
 * HubSpot's signature v2, that of workflows and CRM cards; the secret is the app's client secret:
 * https://developers.hubspot.com/docs/api/webhooks/validating-requests
 *
 * A plain hash with the secret in front. What is sent is for the user to choose, and has neither id nor type.
 */
export const hubspotV2: Provider = {
  id: "hubspot-v2",
  name: "HubSpot v2",
  docs: "https://developers.hubspot.com/docs/api/webhooks/validating-requests",
  signature: {
    scheme: "digest",
    hash: "SHA-256",
    secretAt: "start",
    field: { header: "x-hubspot-signature" },
    encoding: "hex",
    content: "{method}{url}{body}",
  },
};
