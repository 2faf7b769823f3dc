import type { Provider } from "@hooks/core";

/**
 * SendGrid's Event Webhook; the secret is its verification key:
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 *
 * Nothing stands between time and body, so that only a body that begins as a list says where one ends and the other
 * begins. SendGrid names no tolerance, but signs the time.
 */
export const sendgrid: Provider = {
  id: "sendgrid",
  name: "SendGrid",
  docs: "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features",
  signature: {
    scheme: "ecdsa",
    hash: "SHA-256",
    form: "der",
    field: { header: "x-twilio-email-event-webhook-signature" },
    encoding: "base64",
    content: "{timestamp}{body}",
    secret: { encoding: "base64" },
  },
  timestamp: { header: "x-twilio-email-event-webhook-timestamp", unit: "s" },
  bodyStart: "[",
  batch: {
    at: { json: "" },
    deliveryId: { json: "sg_event_id" },
    eventType: { json: "event" },
  },
};
