import type { Provider } from "@hooks/core";

const interaction = { form: "payload", json: "type" };

/** Slack's events, slash commands and interactions: https://docs.slack.dev/authentication/verifying-requests-from-slack/ */
export const slack: Provider = {
  id: "slack",
  name: "Slack",
  docs: "https://docs.slack.dev/authentication/verifying-requests-from-slack/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-slack-signature", prefix: "v0=" },
    encoding: "hex",
    content: "v0:{timestamp}:{body}",
  },
  timestamp: { header: "x-slack-request-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { json: "event_id" },
  eventType: [{ json: "event.type" }, { json: "type" }, interaction, { form: "command" }],
  payload: { form: "payload" },
  handshake: {
    when: { json: "type", equals: "url_verification" },
    challenge: { json: "challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
