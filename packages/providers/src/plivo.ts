import type { Provider } from "@hooks/core";

const nonce = { header: "x-plivo-signature-v3-nonce" };
const nonceOfV2 = { header: "x-plivo-signature-v2-nonce" };

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

/** The URL without its query, and the nonce. */
const message = (url: string, form: URLSearchParams, once = ""): string | undefined =>
  once === "" || form.has("CallUUID") ? undefined : url.replace(/\?.*/s, "") + once;

const hmac = {
  scheme: "hmac",
  hash: "SHA-256",
  encoding: "base64",
  content: "{request}",
} as const;

/**
 * Plivo; the secret is the auth token of the account or subaccount:
 * https://www.plivo.com/docs/voice/concepts/signature-validation
 *
 * Calls are signed by v3. Messages have v2 alone, which covers no more than URL and nonce: fetch what matters. What tells
 * of a call is not accepted by it. There is no time.
 */
export const plivo: Provider = {
  id: "plivo",
  name: "Plivo",
  docs: "https://www.plivo.com/docs/voice/concepts/signature-validation",
  forms: {
    v3: {
      signature: { ...hmac, field: { header: "x-plivo-signature-v3", split: "," } },
      fields: {
        request: ({ url, form, read }) => request(url, form(), read(nonce)),
        nonce,
      },
    },
    v2: {
      signature: { ...hmac, field: { header: "x-plivo-signature-v2", split: "," } },
      fields: {
        request: ({ url, form, read }) => message(url, form(), read(nonceOfV2)),
        nonce: nonceOfV2,
      },
      bodyUnsigned: true,
    },
  },
  eventType: [{ form: "Event" }, { form: "Status" }],
};
