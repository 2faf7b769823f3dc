import type { Provider } from "@hooks/core";

/**
 * Okta's event hooks; inline hooks work otherwise: https://developer.okta.com/docs/concepts/event-hooks/
 *
 * Nothing is signed: the header is the hook's secret as it was typed, under the name that Okta suggests. Okta wants an
 * answer without a body.
 */
export const okta: Provider = {
  id: "okta",
  name: "Okta",
  docs: "https://developer.okta.com/docs/concepts/event-hooks/",
  signature: { scheme: "token", field: { header: "authorization" }, encoding: "utf8" },
  deliveryId: { json: "eventId" },
  eventType: { json: "eventType" },
  batch: {
    at: { json: "data.events" },
    deliveryId: { json: "uuid" },
    eventType: { json: "eventType" },
  },
  handshake: {
    method: "GET",
    when: { header: "x-okta-verification-challenge" },
    challenge: { header: "x-okta-verification-challenge" },
    reply: { contentType: "application/json", body: '{"verification":"{challenge}"}' },
  },
  acknowledge: { status: 204 },
};
