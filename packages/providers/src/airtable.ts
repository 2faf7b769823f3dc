import type { Provider } from "@hooks/core";

/**
 * Airtable: https://airtable.com/developers/web/api/webhooks-overview
 *
 * The secret is `macSecretBase64`, which creating the webhook returns. A delivery says only that there are changes:
 * it has neither id nor type, and the changes are fetched. Airtable wants an answer without a body.
 */
export const airtable: Provider = {
  id: "airtable",
  name: "Airtable",
  docs: "https://airtable.com/developers/web/api/webhooks-overview",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-airtable-content-mac", prefix: "hmac-sha256=" },
    encoding: "hex",
    content: "{body}",
    secret: { encoding: "base64" },
  },
  acknowledge: { status: 204 },
};
