import type { Provider } from "@hooks/core";

/**
 * Dropbox; the secret is the app's: https://www.dropbox.com/developers/reference/webhooks
 *
 * A delivery only names the accounts in which something changed: it has neither id nor type.
 */
export const dropbox: Provider = {
  id: "dropbox",
  name: "Dropbox",
  docs: "https://www.dropbox.com/developers/reference/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-dropbox-signature" },
    encoding: "hex",
    content: "{body}",
  },
  handshake: {
    method: "GET",
    challenge: { query: "challenge" },
    reply: { contentType: "text/plain", body: "{challenge}" },
  },
};
