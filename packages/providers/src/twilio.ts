import type { Provider } from "@hooks/core";

type Pair = readonly [name: string, value: string];

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Names and values without anything between them, in the order of the names; a value that is repeated counts once. */
function joined(form: URLSearchParams): string {
  const pairs: Pair[] = [...form];
  // One pass over what is sorted, for whoever sends it chooses how many there are.
  return pairs
    .sort(([a, b], [c, d]) => byText(a, c) || byText(b, d))
    .filter(([name, value], i) => name !== pairs[i - 1]?.[0] || value !== pairs[i - 1]?.[1])
    .map(([name, value]) => name + value)
    .join("");
}

/** The body's hash, read as the engine reads it where it is compared. */
const hashIn = (url: string): string | null =>
  new URLSearchParams(url.replace(/^[^?]*/, "")).get("bodySHA256");

/** What Twilio adds to the URL for a body that is no form, where the receiver's own URL has not got it. */
function addedQuery(url: string, sentTo: string): string {
  const hash = hashIn(url) === null ? hashIn(sentTo) : null;
  return hash === null ? "" : `${url.includes("?") ? "&" : "?"}bodySHA256=${hash}`;
}

/** The URL with the port that its scheme implies, or without the one that it has: Twilio signs either. */
function otherPort(url: string): string {
  const [, start = "", port, rest = ""] =
    url.match(/^(\w+:\/\/(?:[^/?@]*@)?(?:\[[^\]]*\]|[^/?:]+))(:\d+)?(.*)$/s) ?? [];
  return start + (port ? "" : url.startsWith("https") ? ":443" : ":80") + rest;
}

/** The URL with its single quotes escaped, or without where they are: Twilio signs either. */
const otherQuotes = (url: string): string =>
  url.includes("'") ? url.replaceAll("'", "%27") : url.replaceAll("%27", "'");

const hmac = {
  scheme: "hmac",
  hash: "SHA-1",
  field: { header: "x-twilio-signature" },
  encoding: "base64",
  requires: { query: "bodySHA256", hashOf: "body", encoding: "hex", missing: "always" },
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
  signature: [
    { ...hmac, content: "{url}{query}{params}" },
    { ...hmac, content: "{otherUrl}{query}{params}" },
    { ...hmac, content: "{quotedUrl}{query}{params}" },
    { ...hmac, content: "{otherQuotedUrl}{query}{params}" },
  ],
  fields: {
    query: ({ url, delivery }) => addedQuery(url, delivery.url),
    params: ({ delivery, form }) => (hashIn(delivery.url) === null ? joined(form()) : ""),
    otherUrl: ({ url }) => otherPort(url),
    quotedUrl: ({ url }) => otherQuotes(url),
    otherQuotedUrl: ({ url }) => otherPort(otherQuotes(url)),
  },
  deliveryId: { header: "i-twilio-idempotency-token" },
  eventType: [{ form: "MessageStatus" }, { form: "CallStatus" }],
  acknowledge: { contentType: "text/xml", body: "<Response></Response>" },
};
