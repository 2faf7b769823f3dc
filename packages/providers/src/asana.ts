import type { Provider } from "@hooks/core";

/**
 * Asana: https://developers.asana.com/docs/webhooks-guide
 *
 * The secret is what `X-Hook-Secret` held when the webhook was made; it looks like hex and is used as text. A delivery
 * holds any number of events, a heartbeat none, so that it has neither an id nor a type of its own. The handshake's
 * challenge is the secret: it is sent only then, and `onHandshake` has to keep it.
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
  handshake: {
    unsigned: true,
    when: { header: "x-hook-secret" },
    challenge: { header: "x-hook-secret" },
    reply: { headers: { "x-hook-secret": "{challenge}" } },
  },
};
