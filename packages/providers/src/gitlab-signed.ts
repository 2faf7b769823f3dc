import type { Provider } from "@hooks/core";

/**
 * GitLab's signing token, by Standard Webhooks: https://docs.gitlab.com/user/project/integrations/webhooks/
 *
 * That the secret is `whsec_` and base64 is said by others. `X-Gitlab-Event` is not signed, so the type is the body's:
 * `push`, where the header says `Push Hook`.
 */
export const gitlabSigned: Provider = {
  id: "gitlab-signed",
  name: "GitLab signing token",
  docs: "https://docs.gitlab.com/user/project/integrations/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
    secret: { prefix: "whsec_", encoding: "base64" },
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
  eventType: [{ json: "object_kind" }, { json: "event_name" }],
};
