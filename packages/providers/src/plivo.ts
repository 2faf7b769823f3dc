import type { Provider } from "@hooks/core";

const nonce = { header: "x-plivo-signature-v3-nonce" };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Names and values in the order of the names, and then of the values. */
const sorted = (parameters: URLSearchParams, between: string): readonly string[] =>
  [...parameters]
    .sort(([a, b], [c, d]) => byText(a, c) || byText(b, d))
    .map(([name, value]) => name + between + value);

/** The URL with its query in order, decoded; then the fields of the form, and the nonce. */
function request(url: string, form: URLSearchParams, once = ""): string {
  const [base = "", query = ""] = url.split("?");
  const asked = sorted(new URLSearchParams(query), "=").join("&");
  const sent = sorted(form, "").join("");
  const mark = asked || sent ? "?" : "";
  return `${base}${mark}${asked}${asked && sent ? "." : ""}${sent}.${once}`;
}

/**
 * Plivo's signature v3; the secret is the auth token of the account or subaccount:
 * https://www.plivo.com/docs/voice/concepts/signature-validation
 *
 * v2, which covers no more than URL and nonce, is not supported. There is no time.
 */
export const plivo: Provider = {
  id: "plivo",
  name: "Plivo",
  docs: "https://www.plivo.com/docs/voice/concepts/signature-validation",
  signature: {
    scheme: "hmac",
    hash: "SHA-256",
    field: { header: "x-plivo-signature-v3", split: "," },
    encoding: "base64",
    content: "{request}",
  },
  fields: {
    request: ({ url, form, read }) => request(url, form(), read(nonce)),
    nonce,
  },
  eventType: { form: "Event" },
};
