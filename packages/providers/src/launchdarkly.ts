import type { Provider } from "@hooks/core";

/**
 * LaunchDarkly: https://launchdarkly.com/docs/home/infrastructure/webhooks
 *
 * The type is the kind of what changed, such as `flag`; what was done to it is in `accesses`.
 */
export const launchdarkly: Provider = {
  id: "launchdarkly",
  name: "LaunchDarkly",
  docs: "https://launchdarkly.com/docs/home/infrastructure/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-ld-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "_id" },
  eventType: { json: "kind" },
};
