import type { Provider } from "@hooks/core";

/**
 * Pipedrive's webhooks v2: https://pipedrive.readme.io/docs/guide-for-webhooks-v2
 *
 * Nothing is signed: the secret is the `user:password` that the webhook was given. What has happened is told by two
 * fields, `meta.action` and `meta.entity`, so that it has no type. As third parties describe it.
 */
export const pipedrive: Provider = {
  id: "pipedrive",
  name: "Pipedrive",
  docs: "https://pipedrive.readme.io/docs/guide-for-webhooks-v2",
  signature: { scheme: "basic" },
};
