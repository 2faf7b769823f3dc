import type { Provider } from "@hooks/core";

/**
 * Bitbucket Cloud and Data Center, of which the latter calls the id `X-Request-Id`:
 * https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/
 *
 * The body alone is signed, by SHA-256 although the header is `X-Hub-Signature`; type and id are plain headers.
 */
export const bitbucket: Provider = {
  id: "bitbucket",
  name: "Bitbucket",
  docs: "https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-hub-signature", prefix: "sha256=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: [{ header: "x-request-uuid" }, { header: "x-request-id" }],
  eventType: { header: "x-event-key" },
};
