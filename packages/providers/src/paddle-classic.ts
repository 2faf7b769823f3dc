import type { Provider } from "@hooks/core";

const utf8 = new TextEncoder();

/** As PHP's `serialize` writes a string: its length is that of its bytes. */
const written = (text: string): string => `s:${utf8.encode(text).length}:"${text}";`;

/** All fields but the signature, in the order of their names, as PHP's `serialize` writes an array of strings. */
function serialized(form: URLSearchParams): string | undefined {
  const fields = [...form].filter(([name]) => name !== "p_signature");
  // Of a field that is there twice, PHP knows one only.
  if (new Set(fields.map(([name]) => name)).size < fields.length) return undefined;
  const texts = fields.sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return `a:${fields.length}:{${texts.map(written).join("")}}`;
}

/**
 * Paddle Classic; the secret is the public key; for Paddle Billing, see `paddle`:
 * https://classic.paddle.com/webhooks/verifying-webhooks/
 */
export const paddleClassic: Provider = {
  id: "paddle-classic",
  name: "Paddle Classic",
  docs: "https://classic.paddle.com/webhooks/verifying-webhooks/",
  signature: {
    scheme: "rsa",
    hash: "SHA-1",
    padding: "pkcs1",
    field: { form: "p_signature" },
    encoding: "base64",
    content: "{serialized}",
    secret: { encoding: "pem" },
  },
  fields: { serialized: ({ form }) => serialized(form()) },
  deliveryId: { form: "alert_id" },
  eventType: { form: "alert_name" },
};
