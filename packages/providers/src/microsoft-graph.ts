import type { Provider } from "@hooks/core";

/**
 * Microsoft Graph's change notifications; the secret is the subscription's `clientState`:
 * https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
 *
 * Nothing is signed: the secret stands in each notification. Not all of them have an id.
 */
export const microsoftGraph: Provider = {
  id: "microsoft-graph",
  name: "Microsoft Graph",
  docs: "https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks",
  signature: { scheme: "token", field: { json: "clientState" }, encoding: "utf8" },
  sets: { json: "value" },
  batch: {
    at: { json: "value" },
    deliveryId: { json: "id" },
    eventType: [{ json: "changeType" }, { json: "lifecycleEvent" }],
  },
  handshake: {
    unsigned: true,
    when: { query: "validationToken" },
    challenge: { query: "validationToken" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
  acknowledge: { status: 202 },
};
