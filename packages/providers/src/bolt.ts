import type { Provider } from "@hooks/core";

/**
 * Bolt: https://help.bolt.com/developers/guides/webhooks/hook-verification/
 *
 * Header and encoding are those of Bolt's own shop extensions; that the body has a `type` is said by others.
 */
export const bolt: Provider = {
  id: "bolt",
  name: "Bolt",
  docs: "https://help.bolt.com/developers/guides/webhooks/hook-verification/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-bolt-hmac-sha256" },
    encoding: "base64",
    content: "{body}",
  },
  eventType: { json: "type" },
};
