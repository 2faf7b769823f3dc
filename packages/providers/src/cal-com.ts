import type { Provider } from "@hooks/core";

/**
 * Cal.com: https://cal.com/docs/developing/guides/automation/webhooks
 *
 * A webhook without a secret sends `no-secret-provided` for a signature. A custom template may leave out the type.
 */
export const calCom: Provider = {
  id: "cal-com",
  name: "Cal.com",
  docs: "https://cal.com/docs/developing/guides/automation/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-cal-signature-256" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "triggerEvent" },
};
