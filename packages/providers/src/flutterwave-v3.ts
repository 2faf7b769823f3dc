import type { Provider } from "@hooks/core";

/**
 * Flutterwave, API version 3: https://developer.flutterwave.com/v3.0/docs/webhooks
 *
 * Nothing is signed: the header is the dashboard's secret hash as it stands, and no HMAC. `data.id` names the
 * transaction, not the delivery.
 */
export const flutterwaveV3: Provider = {
  id: "flutterwave-v3",
  name: "Flutterwave v3",
  docs: "https://developer.flutterwave.com/v3.0/docs/webhooks",
  signature: {
    scheme: "token",
    field: { header: "verif-hash" },
    encoding: "utf8",
  },
  eventType: { json: "event" },
};
