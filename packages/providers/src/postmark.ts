import type { Provider } from "@hooks/core";

/**
 * Postmark: https://postmarkapp.com/developer/webhooks/webhooks-overview
 *
 * Nothing is signed: the secret is the `user:password` that the webhook was given. `MessageID` names the message, of
 * which there are several events: nothing names the delivery.
 */
export const postmark: Provider = {
  id: "postmark",
  name: "Postmark",
  docs: "https://postmarkapp.com/developer/webhooks/webhooks-overview",
  signature: { scheme: "basic" },
  eventType: { json: "RecordType" },
};
