import { shopify } from "@hooks/providers/shopify";
import { load, type Peer, shared } from "../peer.ts";

await load("@shopify/shopify-api/adapters/node");
const { shopifyApi, ApiVersion, LogSeverity } = await load("@shopify/shopify-api");
const keys = shared("hush", "another");
const { webhooks } = shopifyApi({
  apiKey: "none",
  apiSecretKey: keys.verifying,
  apiVersion: Object.values(ApiVersion)[0],
  hostName: "example.com",
  isEmbeddedApp: false,
  logger: { level: LogSeverity.Error },
});

export const peer: Peer = {
  preset: shopify,
  keys,
  options: {
    id: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    type: "orders/create",
    headers: {
      "x-shopify-shop-domain": "example.myshopify.com",
      "x-shopify-api-version": "2026-10",
    },
  },
  verify: async ({ method, url, headers, body }) => {
    const rawRequest = { method, url, headers };
    return (await webhooks.validate({ rawBody: body, rawRequest, rawResponse: {} })).valid;
  },
};
