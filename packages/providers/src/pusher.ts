import type { Provider } from "@hooks/core";

/**
 * Pusher Channels; the secret is the app's: https://pusher.com/docs/channels/server_api/webhooks/
 *
 * A delivery holds any number of events, which have no id: they are told from earlier ones by the delivery's `time_ms`.
 * `X-Pusher-Key` says which of an app's keys has signed, and is not looked at.
 */
export const pusher: Provider = {
  id: "pusher",
  name: "Pusher Channels",
  docs: "https://pusher.com/docs/channels/server_api/webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-pusher-signature" },
    encoding: "hex",
    content: "{body}",
  },
  batch: { at: { json: "events" }, eventType: { json: "name" } },
};
