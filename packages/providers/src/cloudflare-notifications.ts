import type { Provider } from "@hooks/core";

/**
 * Cloudflare's notifications: https://developers.cloudflare.com/notifications/get-started/configure-webhooks/
 *
 * Nothing is signed: the header is the secret that the destination was given.
 */
export const cloudflareNotifications: Provider = {
  id: "cloudflare-notifications",
  name: "Cloudflare Notifications",
  docs: "https://developers.cloudflare.com/notifications/get-started/configure-webhooks/",
  signature: {
    scheme: "token",
    field: { header: "cf-webhook-auth" },
    encoding: "utf8",
  },
  eventType: { json: "alert_type" },
};
