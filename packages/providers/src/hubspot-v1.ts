import type { Provider } from "@hooks/core";

/**
 * HubSpot's signature v1, that of webhooks about CRM objects; the secret is the app's client secret:
 * https://developers.hubspot.com/docs/api/webhooks/validating-requests
 *
 * A plain hash with the secret in front. HubSpot does not promise that an `eventId` is unique, so that it is not the
 * id.
 */
export const hubspotV1: Provider = {
  id: "hubspot-v1",
  name: "HubSpot v1",
  docs: "https://developers.hubspot.com/docs/api/webhooks/validating-requests",
  signature: {
    scheme: "digest",
    hash: "SHA-256",
    secretAt: "start",
    field: { header: "x-hubspot-signature" },
    encoding: "hex",
    content: "{body}",
  },
  batch: { at: { json: "" }, eventType: { json: "subscriptionType" } },
};
