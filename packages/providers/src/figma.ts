import type { Provider } from "@hooks/core";

/**
 * Figma's webhooks v2; the secret is the webhook's passcode:
 * https://developers.figma.com/docs/rest-api/webhooks-security/
 *
 * Nothing is signed: the passcode stands in the body. A `PING` comes when the webhook is made.
 */
export const figma: Provider = {
  id: "figma",
  name: "Figma",
  docs: "https://developers.figma.com/docs/rest-api/webhooks-security/",
  signature: { scheme: "token", field: { json: "passcode" }, encoding: "utf8" },
  eventType: { json: "event_type" },
};
