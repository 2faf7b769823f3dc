import type { Provider } from "@hooks/core";

const jwt = {
  scheme: "jwt",
  algorithms: "HS256",
  expires: true,
  leeway: 60,
  requires: { claim: "aud", equals: "{url}" },
} as const;

/**
 * monday.com's apps: https://developer.monday.com/apps/docs/integration-authorization
 *
 * The secret is the app's signing secret, or its client secret for events of its life cycle. The body is not signed, and
 * webhooks that no app has made carry no token. That the algorithm is HS256 is implied, not stated.
 */
export const monday: Provider = {
  id: "monday",
  name: "monday.com",
  docs: "https://developer.monday.com/apps/docs/integration-authorization",
  signature: [
    { ...jwt, field: { header: "authorization", prefix: "Bearer " } },
    { ...jwt, field: { header: "authorization" } },
  ],
  deliveryId: { json: "event.triggerUuid" },
  eventType: { json: "event.type" },
  handshake: {
    unsigned: true,
    when: { json: "challenge" },
    challenge: { json: "challenge" },
    reply: { contentType: "application/json", body: '{"challenge":"{challenge}"}' },
  },
};
