import type { Provider } from "@hooks/core";

/**
 * ReadMe's webhook for personalised docs, which shows what the handler replies:
 * https://docs.readme.com/main/docs/webhooks
 *
 * ReadMe's library signs the parsed body written out again; here it is the bytes that were sent.
 */
export const readme: Provider = {
  id: "readme",
  name: "ReadMe",
  docs: "https://docs.readme.com/main/docs/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "readme-signature", split: ",", prefix: "v0=" },
    encoding: "hex",
    content: "{timestamp}.{body}",
  },
  timestamp: { header: "readme-signature", split: ",", prefix: "t=", unit: "ms", tolerance: 1800 },
};
