import type { Provider } from "@hooks/core";

/**
 * Customer.io's reporting webhooks and webhook actions:
 * https://customer.io/docs/journeys/webhooks/#securely-verify-requests
 *
 * The scheme is as several libraries have it. The type is two fields, `object_type` and `metric`, of which neither says
 * it alone.
 */
export const customerIo: Provider = {
  id: "customer-io",
  name: "Customer.io",
  docs: "https://customer.io/docs/journeys/webhooks/#securely-verify-requests",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-cio-signature" },
    encoding: "hex",
    content: "v0:{timestamp}:{body}",
  },
  timestamp: { header: "x-cio-timestamp", unit: "s" },
  deliveryId: { json: "event_id" },
};
