import type { Provider } from "@hooks/core";

type Pair = readonly [name: string, value: string];

/** Names and values in the order of the names; what would look like a separator in a value is replaced. */
const joined = (pairs: readonly Pair[]): string =>
  pairs
    .filter(([name]) => name !== "sig")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `&${name}=${value.replace(/[&=]/g, "_")}`)
    .join("");

function joinedJson(json: unknown): string | undefined {
  const pairs = Object.entries(Object(json) as Record<string, unknown>);
  const isFlat = pairs.every(([, value]) => /^(string|number|boolean)$/.test(typeof value));
  return isFlat ? joined(pairs.map(([name, value]) => [name, String(value)])) : undefined;
}

const signed = (field: { readonly form: string } | { readonly json: string }) => {
  const digest = { scheme: "digest", field, encoding: "hex", content: "{parameters}" } as const;
  const keyed = { ...digest, secretAt: "key", letters: "upper" } as const;
  return [
    { ...digest, hash: "MD5", secretAt: "end" },
    { ...keyed, hash: "MD5" },
    { ...keyed, hash: "SHA-1" },
    { ...keyed, hash: "SHA-256" },
    { ...keyed, hash: "SHA-512" },
  ] as const;
};

const time = { unit: "s", tolerance: 300 } as const;

/**
 * Vonage's SMS API, which signs its parameters once support has turned it on; for other products, see `vonage`:
 * https://developer.vonage.com/en/getting-started/concepts/signing-messages
 *
 * The account says by which of five hashes, and whether a form or JSON is sent; by GET is not supported. Vonage names no
 * tolerance, but signs the time.
 */
export const vonageSms: Provider = {
  id: "vonage-sms",
  name: "Vonage SMS",
  docs: "https://developer.vonage.com/en/getting-started/concepts/signing-messages",
  forms: {
    form: {
      signature: signed({ form: "sig" }),
      fields: { parameters: ({ form }) => joined([...form()]) },
      timestamp: { ...time, form: "timestamp" },
    },
    json: {
      signature: signed({ json: "sig" }),
      fields: { parameters: ({ json }) => joinedJson(json()) },
      timestamp: { ...time, json: "timestamp" },
    },
  },
  deliveryId: [{ form: "messageId" }, { json: "messageId" }],
  eventType: [{ form: "type" }, { json: "type" }],
};
