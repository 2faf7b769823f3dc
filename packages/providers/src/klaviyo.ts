import type { Provider } from "@hooks/core";

/**
 * Klaviyo's system webhooks; what a flow sends is not signed:
 * https://developers.klaviyo.com/en/docs/working_with_system_webhooks
 *
 * The body is signed with `Klaviyo-Timestamp` behind it. That header is an HTTP date and reported to be hours off, so
 * that it is signed as it stands and the time is the body's own, which only a whole body has. A delivery holds up to
 * 1,000 events. The scheme is as several libraries have it.
 */
export const klaviyo: Provider = {
  id: "klaviyo",
  name: "Klaviyo",
  docs: "https://developers.klaviyo.com/en/docs/working_with_system_webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "klaviyo-signature" },
    encoding: "hex",
    content: "{body}{sent}",
  },
  fields: { sent: { header: "klaviyo-timestamp" } },
  timestamp: { json: "meta.timestamp", unit: "iso" },
  batch: { at: { json: "data" }, eventType: { json: "topic" } },
};
