import type { Provider } from "@hooks/core";

/**
 * WorkOS; its Actions sign alike, with another secret, and want a signed answer:
 * https://workos.com/docs/events/data-syncing/webhooks
 *
 * The header's parts are separated by a comma and a space.
 */
export const workos: Provider = {
  id: "workos",
  name: "WorkOS",
  docs: "https://workos.com/docs/events/data-syncing/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "workos-signature", split: ", ", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "workos-signature", split: ", ", prefix: "t=", unit: "ms", tolerance: 180 },
  deliveryId: { json: "id" },
  eventType: { json: "event" },
};
