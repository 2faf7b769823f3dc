import type { Provider } from "@hooks/core";

/**
 * GitLab's secret token; for its signing token, see `gitlab-signed`:
 * https://docs.gitlab.com/user/project/integrations/webhooks/
 *
 * Nothing is signed. Webhooks that set each other off share an `X-Gitlab-Event-UUID`, so that it is not the id.
 */
export const gitlab: Provider = {
  id: "gitlab",
  name: "GitLab",
  docs: "https://docs.gitlab.com/user/project/integrations/webhooks/",
  signature: {
    scheme: "token",
    field: { header: "x-gitlab-token" },
    encoding: "utf8",
  },
  deliveryId: { header: "idempotency-key" },
  eventType: { header: "x-gitlab-event" },
};
