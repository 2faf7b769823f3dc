import type { Provider } from "@hooks/core";

/**
 * Vercel's webhooks of accounts and integrations; an integration's are signed with its client secret:
 * https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks
 *
 * SHA-1, as Vercel documents it; that some write SHA-256 and a timestamp contradicts it. For drains, see `vercel-drains`.
 */
export const vercel: Provider = {
  id: "vercel",
  name: "Vercel",
  docs: "https://vercel.com/docs/webhooks/webhooks-api#securing-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-vercel-signature" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
