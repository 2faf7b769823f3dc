import type { Provider } from "@hooks/core";

/**
 * Fastly's Next-Gen WAF, formerly Signal Sciences:
 * https://www.fastly.com/documentation/guides/next-gen-waf/integrations/generic-webhooks/
 */
export const fastly: Provider = {
  id: "fastly",
  name: "Fastly Next-Gen WAF",
  docs: "https://www.fastly.com/documentation/guides/next-gen-waf/integrations/generic-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-sigsci-signature" },
    encoding: "hex",
    content: "{body}",
  },
  eventType: { json: "type" },
};
