import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "hex",
  content: "{timestamp}.{body}",
} as const;

const field = { header: "x-anima-signature" };

/**
 * Anima (useanima.sh): https://docs.useanima.sh/webhooks
 *
 * The documented form has an ISO 8601 time; `timestamped`, which many integrations use, has seconds. The forms
 * share their headers and are told apart by how the time is written.
 */
export const anima: Provider = {
  id: "anima",
  name: "Anima",
  docs: "https://docs.useanima.sh/webhooks",
  forms: {
    documented: {
      signature: [
        { ...hmac, field: { ...field, prefix: "v1=" } },
        { ...hmac, field },
      ],
      timestamp: { header: "x-anima-timestamp", unit: "iso", tolerance: 300 },
    },
    timestamped: {
      signature: { ...hmac, field },
      timestamp: { header: "x-anima-timestamp", unit: "s", tolerance: 300 },
    },
  },
  deliveryId: { header: "x-anima-delivery-id" },
  eventType: [{ json: "event" }, { header: "x-anima-event" }],
};
