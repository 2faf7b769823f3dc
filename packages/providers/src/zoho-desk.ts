import type { Provider } from "@hooks/core";

const centres = [
  "https://desk.zoho.com/.well-known/jwks.json",
  "https://desk.zoho.eu/.well-known/jwks.json",
  "https://desk.zoho.in/.well-known/jwks.json",
  "https://desk.zoho.com.au/.well-known/jwks.json",
  "https://desk.zoho.com.cn/.well-known/jwks.json",
  "https://desk.zoho.jp/.well-known/jwks.json",
  "https://desk.zoho.sa/.well-known/jwks.json",
  "https://desk.zohocloud.ca/.well-known/jwks.json",
] as const;

/**
 * Zoho Desk: https://desk.zoho.com/support/WebhookDocument.do
 *
 * The secret says whose deliveries to take: the host of the data centre, the organization's id and the webhook's, as
 * `desk.zoho.eu|20069…|4000…`. The token covers nothing of the body, and counts as long as it says. A delivery holds any
 * number of events, which have no id. Before a webhook is saved, its URL is asked for by GET.
 */
export const zohoDesk: Provider = {
  id: "zoho-desk",
  name: "Zoho Desk",
  docs: "https://desk.zoho.com/support/WebhookDocument.do",
  signature: {
    scheme: "jwt",
    algorithms: "RS256",
    field: { header: "x-zdesk-jwt" },
    expires: true,
    keys: {
      format: "jwks",
      url: "https://{secret.0}/.well-known/jwks.json",
      from: centres,
    },
    requires: [
      { claim: "iss", equals: "orgId:{secret.1}" },
      { claim: "aud", equals: "webhookId:{secret.2}" },
    ],
  },
  batch: { at: { json: "" }, eventType: { json: "eventType" } },
  handshake: { method: "GET", reply: {} },
};
