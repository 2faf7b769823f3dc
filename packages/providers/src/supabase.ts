import type { Provider } from "@hooks/core";

/**
 * Supabase's Auth Hooks, by Standard Webhooks; database webhooks are not signed:
 * https://supabase.com/docs/guides/auth/auth-hooks
 *
 * The secret is what Supabase shows, `v1,` included. A hook with several secrets is refused: its signatures are joined
 * as those of a header that was sent twice. The id is another in each attempt. Nothing names the hook.
 */
export const supabase: Provider = {
  id: "supabase",
  name: "Supabase",
  docs: "https://supabase.com/docs/guides/auth/auth-hooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "webhook-signature", split: " ", prefix: "v1," },
    encoding: "base64",
    content: "{id}.{timestamp}.{body}",
    secret: { prefix: "v1,whsec_", encoding: "base64" },
  },
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
};
