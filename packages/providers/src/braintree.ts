import type { Provider } from "@hooks/core";

const signature = {
  scheme: "digest",
  hash: "SHA-1",
  secretAt: "key",
  secretHash: "SHA-1",
  named: "signature",
  field: { form: "bt_signature", split: "&" },
  encoding: "hex",
} as const;

const place = { form: "bt_payload" } as const;

/** Base64 of XML, in lines: its first letter is a capital, which no challenge begins with. */
const isXml = (text: string): boolean => /^[CDIP][A-Za-z0-9+/=\n]+$/.test(text);

/** The document, and what it says of itself beside its subject. */
function notification(text: string) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const xml = new TextDecoder().decode(bytes);
  const head = xml.replace(/<subject>.*<\/subject>/s, "");
  return { xml, kind: head.match(/<kind>(\w+)<\/kind>/)?.[1] };
}

/**
 * Braintree; the secret is the public key, `|` and the private key:
 * https://developer.paypal.com/braintree/docs/guides/webhooks/parse/node
 *
 * The payload is the XML, as text. No time is signed beside it, and there is no id.
 */
export const braintree: Provider = {
  id: "braintree",
  name: "Braintree",
  docs: "https://developer.paypal.com/braintree/docs/guides/webhooks/parse/node",
  signature: [
    { ...signature, content: "{payload}" },
    { ...signature, content: "{line}" },
  ],
  fields: {
    payload: ({ read }) => [read(place) ?? ""].find(isXml),
    // As it is signed where the last line break was lost.
    line: ({ read }) => [`${read(place)}\n`].find(isXml),
  },
  claims: ({ read }) => notification(read(place) ?? ""),
  eventType: { claim: "kind" },
  payload: { claim: "xml" },
  handshake: {
    method: "GET",
    when: { query: "bt_challenge" },
    challenge: { query: "bt_challenge" },
    challengeSyntax: /^[\da-f]{20,32}$/,
    answer: { scheme: "signature", content: "{challenge}" },
    reply: { contentType: "text/plain", body: "{answer}" },
  },
};
