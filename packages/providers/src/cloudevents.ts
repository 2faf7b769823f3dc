import type { Provider } from "@hooks/core";

/**
 * Any sender of CloudEvents that follows the specification of web hooks, with its bearer token, in the header or as
 * `access_token` in the URL:
 * https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md
 *
 * Nothing is signed. The handshake consents to any sender and any rate: who may deliver, the token says. An id is the
 * source's own, so that each source needs a scope of its own.
 */
export const cloudevents: Provider = {
  id: "cloudevents",
  name: "CloudEvents",
  docs: "https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md",
  signature: {
    scheme: "token",
    field: [{ header: "authorization", prefix: "Bearer " }, { query: "access_token" }],
    encoding: "utf8",
  },
  deliveryId: [{ header: "ce-id" }, { json: "id" }],
  eventType: [{ header: "ce-type" }, { json: "type" }],
  handshake: {
    method: "OPTIONS",
    when: { header: "webhook-request-origin" },
    challenge: { header: "webhook-request-origin" },
    reply: {
      headers: {
        allow: "POST",
        "webhook-allowed-origin": "{challenge}",
        "webhook-allowed-rate": "*",
      },
    },
  },
};
