import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{body}{timestamp}",
  requires: [
    { header: "box-signature-version", equals: "1" },
    { header: "box-signature-algorithm", equals: "HmacSHA256" },
  ],
} as const;

/**
 * Box's V2 webhooks: https://developer.box.com/guides/webhooks/v2/signatures-v2/
 *
 * Each of two keys signs a header of its own; either is enough. The time follows the body with nothing between them,
 * which its fixed form makes unmistakable. The header `BOX-DELIVERY-ID` is another in each attempt. A delivery of another
 * version or algorithm is refused, as by Box's own library.
 */
export const box: Provider = {
  id: "box",
  name: "Box",
  docs: "https://developer.box.com/guides/webhooks/v2/signatures-v2/",
  signature: [
    { ...hmac, field: { header: "box-signature-primary" } },
    { ...hmac, field: { header: "box-signature-secondary" } },
  ],
  timestamp: { header: "box-delivery-timestamp", unit: "iso", tolerance: 600 },
  deliveryId: { json: "id" },
  eventType: { json: "trigger" },
};
