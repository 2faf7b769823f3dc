import type { Provider } from "@hooks/core";

/**
 * Coinbase Commerce: https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security
 *
 * The id is the event's: the body's own `id` and `attempt_number` are the attempt's.
 */
export const coinbaseCommerce: Provider = {
  id: "coinbase-commerce",
  name: "Coinbase Commerce",
  docs: "https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-cc-webhook-signature" },
    encoding: "hex",
    content: "{body}",
  },
  retriesDiffer: true,
  deliveryId: { json: "event.id" },
  eventType: { json: "event.type" },
};
