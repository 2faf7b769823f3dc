import type { Provider } from "@hooks/core";

/** PagerDuty's V3 webhooks: https://developer.pagerduty.com/docs/verifying-webhook-signatures */
export const pagerduty: Provider = {
  id: "pagerduty",
  name: "PagerDuty",
  docs: "https://developer.pagerduty.com/docs/verifying-webhook-signatures",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-pagerduty-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "event.id" },
  eventType: { json: "event.event_type" },
};
