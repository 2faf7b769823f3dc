import type { Provider } from "@hooks/core";

/**
 * TikTok Shop; the secret is the app's key, `|` and the app's secret. For other webhooks of TikTok, see `tiktok`:
 * https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview
 *
 * No time is signed. Types are numbers. It wants 200 without a body.
 */
export const tiktokShop: Provider = {
  id: "tiktok-shop",
  name: "TikTok Shop",
  docs: "https://partner.tiktokshop.com/docv2/page/tts-webhooks-overview",
  signature: {
    scheme: "digest",
    hash: "SHA-256",
    secretAt: "key",
    named: "content",
    field: { header: "authorization" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "tts_notification_id" },
  eventType: { json: "type" },
  acknowledge: { status: 200 },
};
