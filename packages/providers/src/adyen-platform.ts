import type { Provider } from "@hooks/core";

/**
 * Adyen's balance platform, management and tokenisation webhooks; payments sign otherwise:
 * https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/
 *
 * The key is the hex that the Customer Area shows, in whatever case.
 */
export const adyenPlatform: Provider = {
  id: "adyen-platform",
  name: "Adyen platform",
  docs: "https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "hmacsignature" },
    encoding: "base64",
    content: "{body}",
    secret: { encoding: "hex" },
  },
  eventType: { json: "type" },
};
