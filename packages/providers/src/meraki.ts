import type { Provider } from "@hooks/core";

/**
 * Cisco Meraki: https://developer.cisco.com/meraki/webhooks/
 *
 * Nothing is signed: the shared secret stands in the body, unless the webhook's template leaves it out.
 */
export const meraki: Provider = {
  id: "meraki",
  name: "Cisco Meraki",
  docs: "https://developer.cisco.com/meraki/webhooks/",
  signature: { scheme: "token", field: { json: "sharedSecret" }, encoding: "utf8" },
  deliveryId: { json: "alertId" },
  eventType: { json: "alertTypeId" },
};
