import type { Provider } from "@hooks/core";

/**
 * Zoom; the secret is the app's secret token: https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events
 */
export const zoom: Provider = {
  id: "zoom",
  name: "Zoom",
  docs: "https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-zm-signature", prefix: "v0=" },
    encoding: "hex",
    content: "v0:{timestamp}:{body}",
  },
  timestamp: { header: "x-zm-request-timestamp", unit: "s" },
  eventType: { json: "event" },
  handshake: {
    when: { json: "event", equals: "endpoint.url_validation" },
    challenge: { json: "payload.plainToken" },
    challengeSyntax: /^[\w+/=-]{1,128}$/,
    answer: { scheme: "hmac", hash: "SHA-256", encoding: "hex", content: "{challenge}" },
    reply: {
      contentType: "application/json",
      body: '{"plainToken":"{challenge}","encryptedToken":"{answer}"}',
    },
  },
};
