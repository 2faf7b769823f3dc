import type { Provider } from "@hooks/core";

/** Names and values without anything between them, in the order of the names. */
const joined = (form: URLSearchParams): string =>
  [...form]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => name + value)
    .join("");

/**
 * Mailchimp Transactional (Mandrill):
 * https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/#authenticating-webhook-requests
 *
 * The secret is the webhook's key; `url` is its URL to the last character. There is no time.
 */
export const mandrill: Provider = {
  id: "mandrill",
  name: "Mailchimp Transactional (Mandrill)",
  docs: "https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-mandrill-signature" },
    encoding: "base64",
    content: "{url}{params}",
  },
  fields: { params: ({ form }) => joined(form()) },
  handshake: { method: "HEAD", reply: {} },
  batch: {
    at: { form: "mandrill_events", json: "" },
    deliveryId: { json: "_id" },
    eventType: { json: "event" },
  },
};
