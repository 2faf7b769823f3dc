import type { Provider } from "@hooks/core";

/**
 * RevenueCat: https://www.revenuecat.com/docs/integrations/webhooks
 *
 * Nothing is signed: the header is the webhook's secret as it was typed, with `Bearer ` if that was typed too.
 */
export const revenuecat: Provider = {
  id: "revenuecat",
  name: "RevenueCat",
  docs: "https://www.revenuecat.com/docs/integrations/webhooks",
  signature: { scheme: "token", field: { header: "authorization" }, encoding: "utf8" },
  deliveryId: { json: "event.id" },
  eventType: { json: "event.type" },
};
