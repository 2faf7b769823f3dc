import type { Provider } from "@hooks/core";

/**
 * Intuit's QuickBooks Online; the secret is the verifier token:
 * https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks
 *
 * Intuit's sample signs the parsed body written out again; here it is the bytes that were sent. A delivery holds any
 * number of events, old ones under `eventNotifications`, new ones as a list of CloudEvents.
 */
export const intuit: Provider = {
  id: "intuit",
  name: "Intuit QuickBooks",
  docs: "https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "intuit-signature" },
    encoding: "base64",
    content: "{body}",
  },
  batch: {
    at: [{ json: "" }, { json: "eventNotifications" }],
    within: [["dataChangeEvent.entities"]],
    deliveryId: { json: "id" },
    eventType: { json: "type" },
  },
};
