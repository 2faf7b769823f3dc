import type { Provider } from "@hooks/core";

/**
 * Front's rule webhooks, signed with the API secret: https://dev.frontapp.com/docs/rule-webhooks
 *
 * The documentation signs the parsed body written out again; the bytes that were sent are that very text. They have
 * the header of application webhooks and no time, and are a preset of their own so that neither passes for the other.
 */
export const frontRule: Provider = {
  id: "front-rule",
  name: "Front rule webhooks",
  docs: "https://dev.frontapp.com/docs/rule-webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-1",
    field: { header: "x-front-signature" },
    encoding: "base64",
    content: "{body}",
  },
  eventType: { json: "type" },
};
