import type { Provider } from "@hooks/core";

/**
 * Sentry's integration platform; the secret is the integration's client secret:
 * https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
 *
 * The body alone is signed: time, type and id are plain headers. What was done is in `action`.
 */
export const sentry: Provider = {
  id: "sentry",
  name: "Sentry",
  docs: "https://docs.sentry.io/organization/integrations/integration-platform/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "sentry-hook-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { header: "request-id" },
  eventType: { header: "sentry-hook-resource" },
};
