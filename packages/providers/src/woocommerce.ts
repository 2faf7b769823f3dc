import type { Provider } from "@hooks/core";

/**
 * WooCommerce: https://developer.woocommerce.com/docs/webhooks/
 *
 * The handshake is a ping that nobody signs. Topic and id are plain headers. A site can choose another hash. Entities
 * such as `&amp;` in a secret are signed with as the characters that they stand for.
 */
export const woocommerce: Provider = {
  id: "woocommerce",
  name: "WooCommerce",
  docs: "https://developer.woocommerce.com/docs/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-wc-webhook-signature" },
    encoding: "base64",
    content: "{body}",
  },
  deliveryId: { header: "x-wc-webhook-delivery-id" },
  eventType: { header: "x-wc-webhook-topic" },
  handshake: { unsigned: true, when: { form: "webhook_id" }, reply: {} },
};
