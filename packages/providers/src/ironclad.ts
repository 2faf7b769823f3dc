import type { Provider } from "@hooks/core";

const id = { header: "x-ironclad-webhook-event-id" } as const;
const verification = { header: "x-ironclad-webhook-verification" } as const;
const nonce = { ...verification, json: "nonce" } as const;

const rsa = {
  scheme: "rsa",
  padding: "pkcs1",
  hash: "SHA-256",
  field: { ...verification, json: "signature" },
  encoding: "base64",
  secret: { encoding: "pem" },
} as const;

/**
 * Ironclad; the secret is the public key that its API gives, as PEM:
 * https://developer.ironcladapp.com/reference/webhook-verification
 *
 * What is signed is the id, the body as `JSON.stringify` writes it, and a nonce; by RSA with SHA-256, whatever the header
 * says.
 */
export const ironclad: Provider = {
  id: "ironclad",
  name: "Ironclad",
  docs: "https://developer.ironcladapp.com/reference/webhook-verification",
  signature: [
    { ...rsa, content: "{id}{bare}{body}{nonce}" },
    { ...rsa, content: "{id}{bare}{text}{nonce}" },
  ],
  fields: {
    nonce,
    // Where neither holds a brace, there is one way only to tell the JSON from what stands around it.
    bare: ({ read }) => (/[{}]/.test(`${read(id)}${read(nonce)}`) ? undefined : ""),
    text: ({ json }) => JSON.stringify(json()),
  },
  bodyStart: "{",
  deliveryId: id,
  eventType: { json: "payload.event" },
};
