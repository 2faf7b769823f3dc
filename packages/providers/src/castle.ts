import type { Provider } from "@hooks/core";

/** Castle; the secret is the environment's API secret: https://docs.castle.io/docs/webhooks */
export const castle: Provider = {
  id: "castle",
  name: "Castle",
  docs: "https://docs.castle.io/docs/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-castle-signature" },
    encoding: "base64",
    content: "{body}",
  },
  eventType: { json: "type" },
};
