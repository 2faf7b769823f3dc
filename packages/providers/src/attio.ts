import type { Provider } from "@hooks/core";

const hmac = { scheme: "hmac", hash: "SHA-256", encoding: "hex" } as const;

/**
 * Attio: https://docs.attio.com/rest-api/guides/webhooks
 *
 * Attio documents a signature of the body alone; `timestamped` is what many integrations use instead.
 * A delivery holds a list of events, which have no id; so far it is a list of one.
 * A documented delivery carries `X-Attio-Signature` too, but no timestamp, by which the two are told apart.
 */
export const attio: Provider = {
  id: "attio",
  name: "Attio",
  docs: "https://docs.attio.com/rest-api/guides/webhooks",
  forms: {
    timestamped: {
      signature: { ...hmac, field: { header: "x-attio-signature" }, content: "{timestamp}.{body}" },
      timestamp: { header: "x-attio-timestamp", unit: "s", tolerance: 300 },
    },
    documented: {
      signature: { ...hmac, field: { header: "attio-signature" }, content: "{body}" },
      bodyStart: "{",
    },
  },
  deliveryId: { header: "idempotency-key" },
  eventType: { json: "events.0.event_type" },
  batch: { at: { json: "events" }, eventType: { json: "event_type" } },
};
