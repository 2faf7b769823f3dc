import type { Provider } from "@hooks/core";

/**
 * Strava: https://developers.strava.com/docs/webhooks/
 *
 * Nothing is signed: the secret is the query parameter `token` of the URL that the subscription is given, whose name is
 * ours, for Strava leaves it open. A receiver's `verifyToken` is the one that the subscription is made with. What has
 * happened is told by two fields, `object_type` and `aspect_type`, so that an event has no type; and it has no id.
 */
export const strava: Provider = {
  id: "strava",
  name: "Strava",
  docs: "https://developers.strava.com/docs/webhooks/",
  signature: { scheme: "token", field: { query: "token" }, encoding: "utf8" },
  timestamp: { json: "event_time", unit: "s" },
  handshake: {
    method: "GET",
    when: { query: "hub.mode", equals: "subscribe" },
    verifyToken: { query: "hub.verify_token" },
    challenge: { query: "hub.challenge" },
    reply: { contentType: "application/json", body: '{"hub.challenge":"{challenge}"}' },
  },
};
