import type { Provider } from "@hooks/core";

/**
 * CircleCI's outbound webhooks: https://circleci.com/docs/guides/integration/outbound-webhooks/
 *
 * The type in the body is signed, the one in the header `circleci-event-type` is not.
 */
export const circleci: Provider = {
  id: "circleci",
  name: "CircleCI",
  docs: "https://circleci.com/docs/guides/integration/outbound-webhooks/",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "circleci-signature", split: ",", prefix: "v1=" },
    encoding: "hex",
    content: "{body}",
  },
  deliveryId: { json: "id" },
  eventType: { json: "type" },
};
