import type { Provider } from "@hooks/core";

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{id}.{timestamp}.{body}",
  secret: { prefix: "v1,whsec_", encoding: "base64" },
} as const;

/**
 * Supabase's Auth Hooks, by Standard Webhooks; database webhooks are not signed:
 * https://supabase.com/docs/guides/auth/auth-hooks
 *
 * The secret is what Supabase shows, `v1,` included. Of a hook with several secrets the signatures are joined by a comma
 * and a space, where the specification has a space. The id is another in each attempt. Nothing names the hook.
 */
export const supabase: Provider = {
  id: "supabase",
  name: "Supabase",
  docs: "https://supabase.com/docs/guides/auth/auth-hooks",
  signature: [
    { ...hmac, field: { header: "webhook-signature", split: " ", prefix: "v1," } },
    { ...hmac, field: { header: "webhook-signature", split: ", ", prefix: "v1," } },
  ],
  timestamp: { header: "webhook-timestamp", unit: "s", tolerance: 300 },
  deliveryId: { header: "webhook-id" },
};
