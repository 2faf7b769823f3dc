import type { Provider } from "@hooks/core";

const hash = { encoding: "hex" } as const;

/**
 * Bird (MessageBird): https://developers.messagebird.com/api/#verifying-http-requests
 *
 * The token holds the hash of the URL, which has to be the public one to the last character, and that of the body
 * where there is one. The older `MessageBird-Signature` is not supported.
 */
export const messagebird: Provider = {
  id: "messagebird",
  name: "Bird (MessageBird)",
  docs: "https://developers.messagebird.com/api/#verifying-http-requests",
  signature: {
    scheme: "jwt",
    algorithms: ["HS256", "HS384", "HS512"],
    field: { header: "messagebird-signature-jwt" },
    expires: true,
    leeway: 5,
    requires: [
      { claim: "iss", equals: "MessageBird" },
      { claim: "url_hash", hashOf: "url", ...hash },
      { claim: "payload_hash", hashOf: "body", ...hash, missing: "with an empty body" },
    ],
  },
  deliveryId: { claim: "jti" },
};
