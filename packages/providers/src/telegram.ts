import type { Provider } from "@hooks/core";

/**
 * Telegram's Bot API; the secret is the `secret_token` of `setWebhook`: https://core.telegram.org/bots/api#setwebhook
 *
 * Nothing is signed. The type is the name of the field beside `update_id`, which no path can say.
 */
export const telegram: Provider = {
  id: "telegram",
  name: "Telegram",
  docs: "https://core.telegram.org/bots/api#setwebhook",
  signature: {
    scheme: "token",
    field: { header: "x-telegram-bot-api-secret-token" },
    encoding: "utf8",
  },
  deliveryId: { json: "update_id" },
};
