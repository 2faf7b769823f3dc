import type { Provider } from "@hooks/core";

/**
 * Trello; the secret is the application's: https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/
 *
 * `url` is the callback URL as it was given when the webhook was made.
 */
export const trello: Provider = {
  id: "trello",
  name: "Trello",
  docs: "https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-trello-webhook" },
    encoding: "base64",
    content: "{body}{url}",
  },
  deliveryId: { json: "action.id" },
  eventType: { json: "action.type" },
  handshake: { method: "HEAD", reply: {} },
};
