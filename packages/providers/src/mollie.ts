import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", hash: "SHA-256", encoding: "hex", content: "{body}" } as const;

/**
 * Mollie's next-generation webhooks; classic ones are not signed: https://docs.mollie.com/reference/webhooks-new
 *
 * The documentation has the bare hex, Mollie's library takes a prefix too, and the header more than once.
 */
export const mollie: Provider = {
  id: "mollie",
  name: "Mollie",
  docs: "https://docs.mollie.com/reference/webhooks-new",
  signature: [
    { ...hmac, field: { header: "x-mollie-signature", split: ", ", prefix: "sha256=" } },
    { ...hmac, field: { header: "x-mollie-signature", split: ", " } },
  ],
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
