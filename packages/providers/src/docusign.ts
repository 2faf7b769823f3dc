import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", hash: "SHA-256", encoding: "base64", content: "{body}" } as const;

/**
 * DocuSign Connect: https://developers.docusign.com/platform/webhooks/connect/validate/
 *
 * Each of an account's keys, at most 100, signs a header of its own; the first twenty are looked at, for a forgery costs
 * a hash of the body for each. The key looks like base64 and is used as text. Old configurations send XML: the payload
 * is then its text, and there is no type.
 */
export const docusign: Provider = {
  id: "docusign",
  name: "DocuSign Connect",
  docs: "https://developers.docusign.com/platform/webhooks/connect/validate/",
  signature: Array.from({ length: 20 }, (_, i) => ({
    ...hmac,
    field: { header: `x-docusign-signature-${i + 1}` },
  })),
  eventType: { json: "event" },
};
