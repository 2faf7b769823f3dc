import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", hash: "SHA-256", encoding: "base64", content: "{body}" } as const;

/**
 * Hookdeck's Event Gateway: https://hookdeck.com/docs/authentication#hookdeck-webhook-signature-verification
 *
 * While the secret rotates, each of two signs a header of its own. The body is the original sender's, so that it has no
 * type of its own; the id is a plain header.
 */
export const hookdeck: Provider = {
  id: "hookdeck",
  name: "Hookdeck",
  docs: "https://hookdeck.com/docs/authentication#hookdeck-webhook-signature-verification",
  signature: [
    { ...hmac, field: { header: "x-hookdeck-signature" } },
    { ...hmac, field: { header: "x-hookdeck-signature-2" } },
  ],
  deliveryId: { header: "x-hookdeck-eventid" },
};
