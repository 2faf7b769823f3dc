import type { Provider } from "@hooks/core";

/**
 * Notion: https://developers.notion.com/reference/webhooks
 *
 * The secret is the `verification_token` of the handshake's body, which `onHandshake` has to keep: it is sent only
 * then, and has to be given to Notion by hand. Its `secret_` is a part of it.
 */
export const notion: Provider = {
  id: "notion",
  name: "Notion",
  docs: "https://developers.notion.com/reference/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-notion-signature", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
  handshake: { unsigned: true, when: { json: "verification_token" }, reply: {} },
};
