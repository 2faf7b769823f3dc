import type { Provider } from "@hooks/core";

/**
 * Xendit; the secret is the account's webhook verification token: https://docs.xendit.co/webhook/getting-started
 *
 * Nothing is signed. Some products have no type.
 */
export const xendit: Provider = {
  id: "xendit",
  name: "Xendit",
  docs: "https://docs.xendit.co/webhook/getting-started",
  signature: { scheme: "token", field: { header: "x-callback-token" }, encoding: "utf8" },
  eventType: [{ json: "event" }, { json: "event_type" }],
};
