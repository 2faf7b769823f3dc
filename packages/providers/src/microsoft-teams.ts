import type { Provider } from "@hooks/core";

/**
 * Microsoft Teams' outgoing webhooks:
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
 *
 * The key is what the security token is the base64 of, not the token as text. Teams shows the handler's reply, a
 * message as JSON, in the channel.
 */
export const microsoftTeams: Provider = {
  id: "microsoft-teams",
  name: "Microsoft Teams",
  docs: "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "authorization", prefix: "HMAC " },
    encoding: "base64",
    content: "{body}",
    secret: { encoding: "base64" },
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
