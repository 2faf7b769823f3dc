import type { Provider } from "@hooks/core";

/**
 * Cloudflare Stream: https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/
 *
 * The secret looks like hex and is used as text. `uid` names the video, not the delivery.
 */
export const cloudflareStream: Provider = {
  id: "cloudflare-stream",
  name: "Cloudflare Stream",
  docs: "https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: ",", prefix: "sig1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "webhook-signature", split: ",", prefix: "time=", unit: "s" },
  eventType: { json: "status.state" },
};
