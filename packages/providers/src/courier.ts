import type { Provider } from "@hooks/core";

/**
 * Courier: https://www.courier.com/docs/platform/workspaces/outbound-webhooks
 *
 * The scheme, and that its time is in milliseconds, rests on one source that is not Courier. `data.id` names the
 * message, not the delivery.
 */
export const courier: Provider = {
  id: "courier",
  name: "Courier",
  docs: "https://www.courier.com/docs/platform/workspaces/outbound-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "courier-signature", split: ",", prefix: "signature=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "courier-signature", split: ",", prefix: "t=", unit: "ms" },
  eventType: { json: "type" },
};
