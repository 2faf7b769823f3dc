import type { Provider } from "@hooks/core";

/**
 * Jira's webhooks that have a secret; those of Connect and Forge apps carry a token instead:
 * https://developer.atlassian.com/cloud/jira/platform/webhooks/
 *
 * The documentation reserves other hashes for later, by their name before the `=`. The id is a plain header.
 */
export const jira: Provider = {
  id: "jira",
  name: "Jira",
  docs: "https://developer.atlassian.com/cloud/jira/platform/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-hub-signature", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { header: "x-atlassian-webhook-identifier" },
  eventType: { json: "webhookEvent" },
};
