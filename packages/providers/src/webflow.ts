import type { Provider } from "@hooks/core";

/**
 * Webflow's webhooks that were made by its API; those of the dashboard are not signed:
 * https://developers.webflow.com/data/docs/working-with-webhooks
 *
 * The secret is the webhook's `secretKey`, or the client secret of the app that made it.
 */
export const webflow: Provider = {
  id: "webflow",
  name: "Webflow",
  docs: "https://developers.webflow.com/data/docs/working-with-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-webflow-signature" },
    encoding: "hex",
    content: "{timestamp}:{body}",
  },
  timestamp: { header: "x-webflow-timestamp", unit: "ms", tolerance: 300 },
  eventType: { json: "triggerType" },
};
