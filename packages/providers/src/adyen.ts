import type { Provider } from "@hooks/core";

const item = "NotificationRequestItem";

/** In this order; what an item lacks is empty. */
const signed = [
  "pspReference",
  "originalReference",
  "merchantAccountCode",
  "merchantReference",
  "amount.value",
  "amount.currency",
  "eventCode",
  "success",
];

/**
 * Adyen's payment webhooks; for those of its platforms, see `adyen-platform`:
 * https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/
 *
 * Each item carries its own signature, over eight of its fields. Neither a time nor the rest of the item is signed. The
 * key is the hex that the Customer Area shows.
 */
export const adyen: Provider = {
  id: "adyen",
  name: "Adyen",
  docs: "https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { json: `${item}.additionalData.hmacSignature` },
    encoding: "base64",
    content: "{signed}",
    secret: { encoding: "hex" },
  },
  fields: {
    signed: ({ read }) => signed.map((name) => read({ json: `${item}.${name}` }) ?? "").join(":"),
  },
  sets: { json: "notificationItems" },
  batch: { at: { json: "notificationItems" }, eventType: { json: `${item}.eventCode` } },
  acknowledge: { contentType: "text/plain", body: "[accepted]" },
};
