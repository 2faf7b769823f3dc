import type { Provider } from "@hooks/core";

/** Mux: https://www.mux.com/docs/core/verify-webhook-signatures */
export const mux: Provider = {
  id: "mux",
  name: "Mux",
  docs: "https://www.mux.com/docs/core/verify-webhook-signatures",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "mux-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "mux-signature", split: ",", prefix: "t=", unit: "s", tolerance: 300 },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
