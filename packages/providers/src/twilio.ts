import type { Provider } from "@hooks/core";

/**
 * Names and values without anything between them, in the order of the names, and then of the values; a value that is
 * repeated counts once.
 */
const joined = (form: URLSearchParams): string =>
  // Sorted as texts, which is one pass, for whoever sends it chooses how many there are: NUL comes before all others.
  [...new Set([...form].map((pair) => pair.join("\0")))]
    .sort()
    .map((text) => text.replace("\0", ""))
    .join("");

const hash = { query: "bodySHA256" };

/** What Twilio adds to the URL for a body that is no form, where the receiver's own URL has not got it. */
const addedQuery = (url: string, text: string | undefined): string =>
  text === undefined || url.includes("bodySHA256=")
    ? ""
    : `${url.includes("?") ? "&" : "?"}bodySHA256=${text}`;

/** The URL with the port that its scheme implies, or without the one that it has: Twilio signs either. */
function otherPort(url: string): string {
  const [, start = "", secure, port, rest = ""] =
    url.match(/^(\w+?(s?):\/\/(?:[^/?@]*@)?[^/?:]+)(:\d+)?(.*)$/) ?? [];
  return start + (port ? "" : secure ? ":443" : ":80") + rest;
}

/** The URL with its single quotes escaped, or without where they are: Twilio signs either. */
const otherQuotes = (url: string): string =>
  url.replace(/'|%27/g, (quote) => (quote[1] ? "'" : "%27"));

const hmac = {
  scheme: "hmac",
  hash: "SHA-1",
  field: { header: "x-twilio-signature" },
  encoding: "base64",
  requires: { ...hash, hashOf: "body", encoding: "hex", missing: "always" },
} as const;

/**
 * Twilio; the secret is the account's primary auth token: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 *
 * `url` is the URL as it is set at Twilio, with its query. Neither a time nor the idempotency token is signed.
 */
export const twilio: Provider = {
  id: "twilio",
  name: "Twilio",
  docs: "https://www.twilio.com/docs/usage/webhooks/webhooks-security",
  signature: ["{url}", "{other}", "{quoted}"].map((signed) => ({
    ...hmac,
    content: `${signed}{query}{params}`,
  })),
  fields: {
    query: ({ url, read }) => addedQuery(url, read(hash)),
    params: ({ read, form }) => (read(hash) === undefined ? joined(form()) : ""),
    other: ({ url }) => otherPort(url),
    quoted: ({ url }) => otherQuotes(url),
  },
  deliveryId: { header: "i-twilio-idempotency-token" },
  eventType: [{ form: "MessageStatus" }, { form: "CallStatus" }],
  acknowledge: { contentType: "text/xml", body: "<Response></Response>" },
};
