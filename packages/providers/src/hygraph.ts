import type { Provider } from "@hooks/core";

const part = { header: "gcms-signature", split: ", " };

/** JSON that holds the body as a string, and the two other parts of the header. */
function payload(header = "", Body = ""): string | undefined {
  const parts = header.split(part.split);
  const named = (name: string) => parts.find((one) => one.startsWith(name))?.slice(name.length);
  const time = named("t=");
  const EnvironmentName = named("env=");
  if (EnvironmentName === undefined || !time?.match(/^[1-9]\d{0,13}$/)) return undefined;
  return JSON.stringify({ Body, EnvironmentName, TimeStamp: Number(time) });
}

/**
 * Hygraph: https://hygraph.com/docs/api-reference/basics/webhooks
 *
 * Hygraph names no tolerance, but signs the time.
 */
export const hygraph: Provider = {
  id: "hygraph",
  name: "Hygraph",
  docs: "https://hygraph.com/docs/api-reference/basics/webhooks",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { ...part, prefix: "sign=" },
    encoding: "base64",
    content: "{payload}",
  },
  fields: {
    environment: { ...part, prefix: "env=" },
    payload: ({ read }) => payload(read({ header: part.header }), read({ body: "text" })),
  },
  timestamp: { ...part, prefix: "t=", unit: "ms", tolerance: 300 },
  eventType: { json: "operation" },
};
