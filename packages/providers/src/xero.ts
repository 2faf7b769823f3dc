import type { Provider } from "@hooks/core";

/**
 * Xero: https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/
 *
 * What has happened is told by two fields, `eventCategory` and `eventType`, so that an event has no type, and it has no
 * id. Xero tests an endpoint with right and wrong signatures, and wants 200 without a body, and 401.
 */
export const xero: Provider = {
  id: "xero",
  name: "Xero",
  docs: "https://developer.xero.com/documentation/guides/webhooks/configuring-your-server/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-xero-signature" },
    encoding: "base64",
    content: "{body}",
  },
  batch: { at: { json: "events" } },
  acknowledge: { status: 200 },
};
