import type { Provider } from "@hooks/core";

/**
 * TikTok for Developers; TikTok Shop signs otherwise. The secret is the app's client secret:
 * https://developers.tiktok.com/doc/webhooks-verification
 *
 * `content` is JSON in a string.
 */
export const tiktok: Provider = {
  id: "tiktok",
  name: "TikTok",
  docs: "https://developers.tiktok.com/doc/webhooks-verification",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "tiktok-signature", split: ",", prefix: "s=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "tiktok-signature", split: ",", prefix: "t=", unit: "s" },
  eventType: { json: "event" },
};
