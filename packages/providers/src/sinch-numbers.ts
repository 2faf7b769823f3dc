import type { Provider } from "@hooks/core";

/**
 * Sinch's Numbers callbacks; other products sign otherwise: https://developers.sinch.com/docs/numbers/
 */
export const sinchNumbers: Provider = {
  id: "sinch-numbers",
  name: "Sinch Numbers",
  docs: "https://developers.sinch.com/docs/numbers/",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-sinch-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "eventId" },
  eventType: { json: "eventType" },
};
