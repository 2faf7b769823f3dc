import type { Provider } from "@hooks/core";

/**
 * Vercel's drains of logs, as JSON; its webhooks are `vercel`: https://vercel.com/docs/drains/security
 *
 * A delivery holds any number of log entries. Those as NDJSON are refused once they are verified, for they are no list.
 * A receiver's `verifyToken` is the value of `x-vercel-verify` that Vercel shows for the endpoint, and wants to be told by
 * a request that nobody signs: that it comes by GET is as several integrations have it.
 */
export const vercelDrains: Provider = {
  id: "vercel-drains",
  name: "Vercel drains",
  docs: "https://vercel.com/docs/drains/security",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-vercel-signature" },
    encoding: "hex",
    content: "{body}",
  },
  batch: { at: { json: "" }, deliveryId: { json: "id" }, eventType: { json: "source" } },
  handshake: { method: "GET", reply: { headers: { "x-vercel-verify": "{verifyToken}" } } },
};
