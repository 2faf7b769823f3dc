import type { Provider } from "@hooks/core";

/** The CRC-32 of ISO 3309, in decimal. */
function crc32(bytes: Uint8Array): string {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return String(~crc >>> 0);
}

const places = ["api", "api-m", "api.sandbox", "api-m.sandbox"].map(
  (name) => `https://${name}.paypal.com/v1/notifications/certs/CERT-*`,
);

/**
 * PayPal; the secret is the webhook's id: https://developer.paypal.com/api/rest/webhooks/rest/
 *
 * Of the body only a CRC-32 is signed, which whoever captured a delivery can keep for a body of his own: the signed
 * time is what limits that. PayPal names no tolerance.
 */
export const paypal: Provider = {
  id: "paypal",
  name: "PayPal",
  docs: "https://developer.paypal.com/api/rest/webhooks/rest/",
  signature: {
    scheme: "rsa",
    hash: "SHA-256",
    padding: "pkcs1",
    field: { header: "paypal-transmission-sig" },
    encoding: "base64",
    content: "{transmission}|{timestamp}|{secret}|{crc32}",
    keys: { format: "x509", url: { header: "paypal-cert-url" }, from: places },
    requires: { header: "paypal-auth-algo", equals: "SHA256withRSA" },
  },
  fields: {
    transmission: { header: "paypal-transmission-id" },
    crc32: ({ delivery }) => crc32(delivery.body),
  },
  timestamp: { header: "paypal-transmission-time", unit: "iso", tolerance: 300 },
  deliveryId: { json: "id" },
  eventType: { json: "event_type" },
};
