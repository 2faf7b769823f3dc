import type { Provider } from "@hooks/core";

/** Checkout.com: https://www.checkout.com/docs/developer-resources/event-notifications/receive-webhooks */
export const checkoutCom: Provider = {
  id: "checkout-com",
  name: "Checkout.com",
  docs: "https://www.checkout.com/docs/developer-resources/event-notifications/receive-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "cko-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
