import type { Provider } from "@hooks/core";

/**
 * Asana: https://developers.asana.com/docs/webhooks-guide
 *
 * The secret is what `X-Hook-Secret` held when the webhook was made; it looks like hex and is used as text. A delivery
 * holds any number of events, which have no id, and a heartbeat none. What has happened is told by two fields, `action`
 * and `resource.resource_type`, so that an event has no type. The handshake's challenge is the secret: it is sent only
 * then, and `onHandshake` has to keep it.
 */
export const asana: Provider = {
  id: "asana",
  name: "Asana",
  docs: "https://developers.asana.com/docs/webhooks-guide",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-hook-signature" },
    encoding: "hex",
    content: "{body}",
  },
  batch: { at: { json: "events" } },
  handshake: {
    unsigned: true,
    when: { header: "x-hook-secret" },
    challenge: { header: "x-hook-secret" },
    reply: { headers: { "x-hook-secret": "{challenge}" } },
  },
};
