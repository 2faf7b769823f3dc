import type { Provider } from "@hooks/core";

/**
 * eBay's notifications: https://developer.ebay.com/marketplace-account-deletion
 *
 * The secret is the public key, which eBay gives to whoever is logged in, for the `kid` that the header names; the
 * receiver's `verifyToken` is the verification token, and its `url` the endpoint as it is registered.
 */
export const ebay: Provider = {
  id: "ebay",
  name: "eBay",
  docs: "https://developer.ebay.com/marketplace-account-deletion",
  signature: {
    scheme: "ecdsa",
    hash: "SHA-1",
    form: "der",
    field: { header: "x-ebay-signature", json: "signature" },
    encoding: "base64",
    content: "{body}",
    secret: { encoding: "pem" },
  },
  deliveryId: { json: "notification.notificationId" },
  eventType: { json: "metadata.topic" },
  handshake: {
    method: "GET",
    challenge: { query: "challenge_code" },
    challengeSyntax: /^[\w-]{1,128}$/,
    answer: { scheme: "sha256", content: "{challenge}{verifyToken}{url}" },
    reply: { contentType: "application/json", body: '{"challengeResponse":"{answer}"}' },
  },
};
