import type { Provider } from "@hooks/core";

/**
 * Nango; the secret is the environment's webhook signing key:
 * https://nango.dev/docs/guides/platform/webhooks-from-nango
 *
 * The older `X-Nango-Signature` that is sent too, a plain hash, is not looked at.
 */
export const nango: Provider = {
  id: "nango",
  name: "Nango",
  docs: "https://nango.dev/docs/guides/platform/webhooks-from-nango",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-nango-hmac-sha256" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "type" },
};
