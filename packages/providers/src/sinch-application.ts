import type { Provider } from "@hooks/core";

const authorization = { header: "authorization", split: ":" };

/**
 * Sinch's Voice and Verification callbacks; the secret is the application's; for other products, see `sinch`:
 * https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request/
 *
 * The header names the application's key as well, which is not signed, and of the body an MD5 is. The query is a part of
 * the path. Sinch names no tolerance, but signs the time.
 */
export const sinchApplication: Provider = {
  id: "sinch-application",
  name: "Sinch Voice and Verification",
  docs: "https://developers.sinch.com/docs/voice/api-reference/authentication/callback-signed-request/",
  signature: {
    scheme: "digest",
    hash: "SHA-256",
    secretAt: "key",
    bodyHash: "MD5",
    field: { ...authorization, from: 1 },
    encoding: "base64",
    content: "{method}\n{body}\n{contentType}\nx-timestamp:{timestamp}\n{path}",
    secret: { encoding: "base64", loose: true },
  },
  fields: {
    applicationKey: { ...authorization, to: 1, prefix: "Application " },
    contentType: ({ read }) => read({ header: "content-type" }),
  },
  timestamp: { header: "x-timestamp", unit: "iso", tolerance: 300 },
  eventType: { json: "event" },
};
